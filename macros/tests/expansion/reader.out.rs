const _: () = {
    const __CONTRACT: &[::core::primitive::u8] = b"\0\x08r\0\0\0\0\0\0z\0\0\x03ki\x08\0\0\0\0\x01C\0\0\x03\x97l\0\0\x03\0\0\x01\x9B\0\0\x03\x97r\0\0\0\0\0\x01\xE2\0\0\x03\x97t\0\0\0\0\0\x02\xAE\0\0\x03\xC7i\xCC\0\0\0\0\x02\xD9\0\0\x03\xC7d\0\0\0\0\0\x03\x10\0\0\x03\xC7t\0\0\0\0\0\x03?\0\0\x03\xC7\0\0\0\0\0\0\x03k\0\0\0\0\0\0\x03\xC7\0\0\x03\xF6\0\0\0\0record\ncontracts/shop/order-placed/1.0.json:1\nopen\norderId\nr\n1\ncontracts/shop/order-placed/1.0.json:11\nlines\nr\n2\ncontracts/shop/order-placed/1.0.json:14\nnote\no\n7\ncontracts/shop/order-placed/1.0.json:21integer\ncontracts/shop/order-placed/1.0.json:11\n-9223372036854775808\n9223372036854775807list\ncontracts/shop/order-placed/1.0.json:14\n3\n1\n18446744073709551615\ndrecord\ncontracts/shop/order-placed/1.0.json:16\nopen\nsku\nr\n4\ncontracts/shop/types/order-line.json:5\nquantity\nr\n5\ncontracts/shop/types/order-line.json:8\nunitPrice\nr\n6\ncontracts/shop/types/order-line.json:13text\ncontracts/shop/types/order-line.json:5integer\ncontracts/shop/types/order-line.json:8\n1\n100000decimal\ncontracts/shop/types/order-line.json:13text\ncontracts/shop/order-placed/1.0.json:21\0\x03\xF1'\xF1\xC1\x0C\xFA\xA8\x10\x05\x01\0\x02\0\0lines\x04\0\0\x07t\0note\x07\x01\0\x01i\x08orderId\0\x03\xBC|\x9C\xDC\xE1\xC6\xDDG\x08\x01\0\x05i\xCCquantity\x03\x01\0\x04t\0sku\t\x01\0\x06d\0unitPriceorderId\ncontracts/shop/order-placed/1.0.json:11";
    ::event_contracts::held::field(
        __CONTRACT,
        <i64 as ::event_contracts::held::EventData>::SHAPE,
        54043199823415401,
    );
    let _ = (::core::option_env!("EVENT_CONTRACTS_DIR"));
};
#[automatically_derived]
impl ::event_contracts::Event for OrderPlaced {
    const DOMAIN: &'static str = r###"shop"###;
    const TYPE: &'static str = r###"OrderPlaced"###;
    const VERSION: ::event_contracts::Version = ::event_contracts::Version::new(1, 0);
    const SOURCE: &'static str = r###"shop-service"###;
    const SCHEMA: &'static str = r###"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "OrderPlaced",
  "x-event": {
    "type": "OrderPlaced",
    "source": "shop-service",
    "owner": "shop-team"
  },
  "type": "object",
  "properties": {
    "orderId": {
      "type": "integer"
    },
    "lines": {
      "type": "array",
      "items": {
        "$ref": "#/$defs/shop~1types~1order-line.json"
      },
      "minItems": 1
    },
    "note": {
      "type": "string"
    }
  },
  "required": [
    "orderId",
    "lines"
  ],"$defs":{"shop/types/order-line.json":{
  "title": "OrderLine",
  "type": "object",
  "properties": {
    "sku": {
      "$ref": "#/$defs/shop~1types~1sku.json"
    },
    "quantity": {
      "type": "integer",
      "minimum": 1,
      "maximum": 100000
    },
    "unitPrice": {
      "type": "number",
      "format": "decimal",
      "minimum": 0
    }
  },
  "required": [
    "sku",
    "quantity",
    "unitPrice"
  ]
},"shop/types/sku.json":{
  "title": "Sku",
  "type": "string",
  "maxLength": 64
}}}"###;
    const PARTIAL: ::core::primitive::bool = true;
}
#[automatically_derived]
impl ::event_contracts::held::Uses for OrderPlaced {
    const CONTRACT: &'static ::core::primitive::str = "shop/order-placed";
    const READS: &'static ::event_contracts::held::Shape = &::event_contracts::held::Shape::Record(
        &::event_contracts::held::Record {
            name: "OrderPlaced",
            file: "FILE",
            line: 3,
            names: 9977905870255577567u64,
            members: &[
                ::event_contracts::held::Member {
                    field: "order",
                    line: 5,
                    name: "orderId",
                    aliases: &[],
                    shape: <i64 as ::event_contracts::held::EventData>::SHAPE,
                    flags: ::event_contracts::held::Flags(0u16),
                },
            ],
            flattened: &[],
            refuses: false,
        },
    );
}
