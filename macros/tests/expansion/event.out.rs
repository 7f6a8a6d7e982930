const _: () = {
    const __CONTRACT: &[&::core::primitive::str] = &[
        "record\ncontracts/shop/order-placed/1.0.json:1\nopen\norderId\nr\n1\ncontracts/shop/order-placed/1.0.json:11\nlines\nr\n2\ncontracts/shop/order-placed/1.0.json:14\nnote\no\n7\ncontracts/shop/order-placed/1.0.json:21",
        "integer\ncontracts/shop/order-placed/1.0.json:11\n-9223372036854775808\n9223372036854775807",
        "list\ncontracts/shop/order-placed/1.0.json:14\n3\n1\n18446744073709551615\nd",
        "record\ncontracts/shop/order-placed/1.0.json:16\nopen\nsku\nr\n4\ncontracts/shop/types/order-line.json:5\nquantity\nr\n5\ncontracts/shop/types/order-line.json:8\nunitPrice\nr\n6\ncontracts/shop/types/order-line.json:13",
        "text\ncontracts/shop/types/order-line.json:5",
        "integer\ncontracts/shop/types/order-line.json:8\n1\n100000",
        "decimal\ncontracts/shop/types/order-line.json:13",
        "text\ncontracts/shop/order-placed/1.0.json:21",
    ];
    const _: () = ::event_contracts::held::field(
        __CONTRACT,
        1usize,
        "orderId",
        "contracts/shop/order-placed/1.0.json:11",
        <wire::Integer as ::event_contracts::held::EventDataAs<i64>>::SHAPE,
        130u16,
    );
    const _: () = ::event_contracts::held::field(
        __CONTRACT,
        2usize,
        "lines",
        "contracts/shop/order-placed/1.0.json:14",
        <Vec<OrderLine> as ::event_contracts::held::EventData>::SHAPE,
        128u16,
    );
    const _: () = ::event_contracts::held::field(
        __CONTRACT,
        7usize,
        "note",
        "contracts/shop/order-placed/1.0.json:21",
        <Option<String> as ::event_contracts::held::EventData>::SHAPE,
        5u16,
    );
    let _ = (
        ::core::include_bytes!(
            "PACKAGE/../runtime/tests/held/contracts/shop/order-placed/1.0.json"
        ),
        ::core::include_bytes!(
            "PACKAGE/../runtime/tests/held/contracts/shop/types/order-line.json"
        ),
        ::core::include_bytes!(
            "PACKAGE/../runtime/tests/held/contracts/shop/types/sku.json"
        ),
        ::core::option_env!("EVENT_CONTRACTS_DIR"),
    );
};
const _: () = {
    #[automatically_derived]
    impl ::event_contracts::Event for OrderPlaced {
        const DOMAIN: &'static str = "shop";
        const TYPE: &'static str = "OrderPlaced";
        const VERSION: ::event_contracts::Version = ::event_contracts::Version::new(
            1u32,
            0u32,
        );
        const SOURCE: &'static str = "shop-service";
        const SCHEMA: &'static str = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":\"OrderPlaced\",\"x-event\":{\"type\":\"OrderPlaced\",\"source\":\"shop-service\",\"owner\":\"shop-team\"},\"type\":\"object\",\"properties\":{\"orderId\":{\"type\":\"integer\"},\"lines\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/shop~1types~1order-line.json\"},\"minItems\":1},\"note\":{\"type\":\"string\"}},\"required\":[\"orderId\",\"lines\"],\"$defs\":{\"shop/types/order-line.json\":{\"title\":\"OrderLine\",\"type\":\"object\",\"properties\":{\"sku\":{\"$ref\":\"#/$defs/shop~1types~1sku.json\"},\"quantity\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":100000},\"unitPrice\":{\"type\":\"number\",\"format\":\"decimal\",\"minimum\":0}},\"required\":[\"sku\",\"quantity\",\"unitPrice\"]},\"shop/types/sku.json\":{\"title\":\"Sku\",\"type\":\"string\",\"maxLength\":64}}}";
    }
};
#[automatically_derived]
impl ::event_contracts::Validate for OrderPlaced {
    fn check(
        &self,
        at: &::event_contracts::Path<'_>,
        out: &mut ::event_contracts::Violations,
    ) {
        static SCHEMA: ::event_contracts::held::Schema = ::event_contracts::held::Schema::new(
            <OrderPlaced as ::event_contracts::Event>::SCHEMA,
            false,
        );
        SCHEMA.check(self, at, out);
    }
}
