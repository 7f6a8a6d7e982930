const _: () = {
    const __CONTRACT: &[::core::primitive::u8] = b"\0\x07?\0\0\0\0\0\0b\0\0\x02\x8Br\0\0\0\0\0\0\xA1\0\0\x02\x8Be\0\0\0\0\0\x015\0\0\x02\xABt\0\0\0\0\0\x01l\0\0\x02\xB7r\0\0\0\0\0\x01\x97\0\0\x02\xB7e\0\0\0\0\0\x02)\0\0\x02\xD5t\0\0\0\0\0\x02`\0\0\x02\xE1\0\0\0\0\0\0\x02\x8B\0\0\0\0tagged\ncontracts/kinds/told-apart/1.0.json:1\nkind\ncard\n1\nbank\n4record\ncontracts/kinds/told-apart/1.0.json:11\nopen\nkind\nr\n2\ncontracts/kinds/told-apart/1.0.json:14\ndigits\nr\n3\ncontracts/kinds/told-apart/1.0.json:17enum\ncontracts/kinds/told-apart/1.0.json:14\nclosed\ncardtext\ncontracts/kinds/told-apart/1.0.json:17record\ncontracts/kinds/told-apart/1.0.json:26\nopen\nkind\nr\n5\ncontracts/kinds/told-apart/1.0.json:29\niban\nr\n6\ncontracts/kinds/told-apart/1.0.json:32enum\ncontracts/kinds/told-apart/1.0.json:29\nclosed\nbanktext\ncontracts/kinds/told-apart/1.0.json:32\0\x02\xB6i\xC9\xBE\xB4\xEF\x87\x07\x06\x01\0\x03t\0digits\x04\x01\0\x02e\0kind\0\x01\x04\0\0\0\0\0card\0\x02\x8As\xB8\xA9\xAA\xE6I\xED\x04\x01\0\x06t\0iban\x04\x01\0\x05e\0kind\0\x01\x04\0\0\0\0\0bank";
    const _: () = my::runtime::held::whole(
        __CONTRACT,
        &my::runtime::held::Shape::Enum(
            &my::runtime::held::Enum {
                name: "Payment",
                file: "FILE",
                line: 4,
                tagging: my::runtime::held::Tagging::Internal("kind"),
                variants: &[
                    my::runtime::held::Variant {
                        field: "Card",
                        line: 5,
                        name: "card",
                        aliases: &[],
                        content: ::core::option::Option::Some(
                            &my::runtime::held::Shape::Record(
                                &my::runtime::held::Record {
                                    name: "Payment::Card",
                                    file: "FILE",
                                    line: 4,
                                    names: 13302950311511685440u64,
                                    members: &[
                                        my::runtime::held::Member {
                                            field: "digits",
                                            line: 5,
                                            name: "digits",
                                            aliases: &[],
                                            shape: <String as my::runtime::held::EventData>::SHAPE,
                                            flags: my::runtime::held::Flags(0u16),
                                        },
                                    ],
                                    flattened: &[],
                                    refuses: false,
                                },
                            ),
                        ),
                        flags: my::runtime::held::Flags(0u16),
                    },
                    my::runtime::held::Variant {
                        field: "Bank",
                        line: 6,
                        name: "bank",
                        aliases: &[],
                        content: ::core::option::Option::Some(
                            <Bank as my::runtime::held::EventData>::SHAPE,
                        ),
                        flags: my::runtime::held::Flags(0u16),
                    },
                ],
            },
        ),
        0usize,
        0u16,
    );
    let _ = (
        ::core::include_bytes!(
            "PACKAGE/../runtime/tests/held/contracts/kinds/told-apart/1.0.json"
        ),
        ::core::option_env!("EVENT_CONTRACTS_DIR"),
    );
};
#[automatically_derived]
impl my::runtime::Event for Payment {
    const DOMAIN: &'static str = r###"kinds"###;
    const TYPE: &'static str = r###"ToldApart"###;
    const VERSION: my::runtime::Version = my::runtime::Version::new(1, 0);
    const SOURCE: &'static str = r###"shop-service"###;
    const SCHEMA: &'static str = r###"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "ToldApart",
  "x-event": {
    "type": "ToldApart",
    "source": "shop-service",
    "owner": "shop-team"
  },
  "type": "object",
  "oneOf": [
    {
      "type": "object",
      "properties": {
        "kind": {
          "const": "card"
        },
        "digits": {
          "type": "string"
        }
      },
      "required": [
        "kind",
        "digits"
      ]
    },
    {
      "type": "object",
      "properties": {
        "kind": {
          "const": "bank"
        },
        "iban": {
          "type": "string"
        }
      },
      "required": [
        "kind",
        "iban"
      ]
    }
  ]
}"###;
}
#[automatically_derived]
impl my::runtime::Validate for Payment {
    fn check(&self, at: &my::runtime::Path<'_>, out: &mut my::runtime::Violations) {
        static SCHEMA: my::runtime::held::Schema = my::runtime::held::Schema::new(
            <Payment as my::runtime::Event>::SCHEMA,
            false,
        );
        SCHEMA.check(self, at, out);
    }
}
