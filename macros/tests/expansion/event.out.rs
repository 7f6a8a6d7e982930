const _: () = {
    const __CONTRACT: &[::core::primitive::u8] = b"\0\x08r\0\0\0\0\0\0\x92\0\0\x03\x83i\x08\0\0\0\0\x01[\0\0\x03\xA1l\0\0\x03\0\0\x01\xB3\0\0\x03\xA1r\0\0\0\0\0\x01\xFA\0\0\x03\xA1t\0\0\0\0\0\x02\xC6\0\0\x03\xC3i\xCC\0\0\0\0\x02\xF1\0\0\x03\xC3d\0\0\0\0\0\x03(\0\0\x03\xC3t\0\0\0\0\0\x03W\0\0\x03\xC3\0\0\0\0\0\0\x03\x83\0\0\0\0\0\x82\0\x01\0\0\x03\xC3\0\0\x03\xF2\0\x80\0\x02\0\0\x03\xF2\0\0\x04\x1F\0\x05\0\x07\0\0\x04\x1F\0\0\x04Krecord\ncontracts/shop/order-placed/1.0.json:1\nopen\norderId\nr\n1\ncontracts/shop/order-placed/1.0.json:11\nlines\nr\n2\ncontracts/shop/order-placed/1.0.json:14\nnote\no\n7\ncontracts/shop/order-placed/1.0.json:21integer\ncontracts/shop/order-placed/1.0.json:11\n-9223372036854775808\n9223372036854775807list\ncontracts/shop/order-placed/1.0.json:14\n3\n1\n18446744073709551615\ndrecord\ncontracts/shop/order-placed/1.0.json:16\nopen\nsku\nr\n4\ncontracts/shop/types/order-line.json:5\nquantity\nr\n5\ncontracts/shop/types/order-line.json:8\nunitPrice\nr\n6\ncontracts/shop/types/order-line.json:13text\ncontracts/shop/types/order-line.json:5integer\ncontracts/shop/types/order-line.json:8\n1\n100000decimal\ncontracts/shop/types/order-line.json:13text\ncontracts/shop/order-placed/1.0.json:21\0\x03\x07\x01\0\x01orderId\x05\x01\0\x02lines\x04\0\0\x07note\0\x03\x03\x01\0\x04sku\x08\x01\0\x05quantity\t\x01\0\x06unitPriceorderId\ncontracts/shop/order-placed/1.0.json:11lines\ncontracts/shop/order-placed/1.0.json:14note\ncontracts/shop/order-placed/1.0.json:21";
    const _: () = ::event_contracts::held::field(
        __CONTRACT,
        <wire::Integer as ::event_contracts::held::EventDataAs<i64>>::SHAPE,
        0,
    );
    const _: () = ::event_contracts::held::field(
        __CONTRACT,
        <Vec<OrderLine> as ::event_contracts::held::EventData>::SHAPE,
        1,
    );
    const _: () = ::event_contracts::held::field(
        __CONTRACT,
        <Option<String> as ::event_contracts::held::EventData>::SHAPE,
        2,
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
        const SCHEMA: &'static str = "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"OrderPlaced\",\n  \"x-event\": {\n    \"type\": \"OrderPlaced\",\n    \"source\": \"shop-service\",\n    \"owner\": \"shop-team\"\n  },\n  \"type\": \"object\",\n  \"properties\": {\n    \"orderId\": {\n      \"type\": \"integer\"\n    },\n    \"lines\": {\n      \"type\": \"array\",\n      \"items\": {\n        \"$ref\": \"#/$defs/shop~1types~1order-line.json\"\n      },\n      \"minItems\": 1\n    },\n    \"note\": {\n      \"type\": \"string\"\n    }\n  },\n  \"required\": [\n    \"orderId\",\n    \"lines\"\n  ],\"$defs\":{\"shop/types/order-line.json\":{\n  \"title\": \"OrderLine\",\n  \"type\": \"object\",\n  \"properties\": {\n    \"sku\": {\n      \"$ref\": \"#/$defs/shop~1types~1sku.json\"\n    },\n    \"quantity\": {\n      \"type\": \"integer\",\n      \"minimum\": 1,\n      \"maximum\": 100000\n    },\n    \"unitPrice\": {\n      \"type\": \"number\",\n      \"format\": \"decimal\",\n      \"minimum\": 0\n    }\n  },\n  \"required\": [\n    \"sku\",\n    \"quantity\",\n    \"unitPrice\"\n  ]\n},\"shop/types/sku.json\":{\n  \"title\": \"Sku\",\n  \"type\": \"string\",\n  \"maxLength\": 64\n}}}";
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
