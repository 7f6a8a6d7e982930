const _: () = {
    const __CONTRACT: &[::core::primitive::u8] = b"\0\x08r\0\0\0\0\0\0\x92\0\0\x03\x83i\x08\0\0\0\0\x01[\0\0\x03\xAFl\0\0\x03\0\0\x01\xB3\0\0\x03\xAFr\0\0\0\0\0\x01\xFA\0\0\x03\xAFt\0\0\0\0\0\x02\xC6\0\0\x03\xDFi\xCC\0\0\0\0\x02\xF1\0\0\x03\xDFd\0\0\0\0\0\x03(\0\0\x03\xDFt\0\0\0\0\0\x03W\0\0\x03\xDF\0\0\0\0\0\0\x03\x83\0\0\0\0\0\0\x03\xDF\0\0\x04\x0E\0\0\0\0\0\0\x04\x0E\0\0\x04;\0\0\0\0\0\0\x04;\0\0\x04g\0\0\0\0record\ncontracts/shop/order-placed/1.0.json:1\nopen\norderId\nr\n1\ncontracts/shop/order-placed/1.0.json:11\nlines\nr\n2\ncontracts/shop/order-placed/1.0.json:14\nnote\no\n7\ncontracts/shop/order-placed/1.0.json:21integer\ncontracts/shop/order-placed/1.0.json:11\n-9223372036854775808\n9223372036854775807list\ncontracts/shop/order-placed/1.0.json:14\n3\n1\n18446744073709551615\ndrecord\ncontracts/shop/order-placed/1.0.json:16\nopen\nsku\nr\n4\ncontracts/shop/types/order-line.json:5\nquantity\nr\n5\ncontracts/shop/types/order-line.json:8\nunitPrice\nr\n6\ncontracts/shop/types/order-line.json:13text\ncontracts/shop/types/order-line.json:5integer\ncontracts/shop/types/order-line.json:8\n1\n100000decimal\ncontracts/shop/types/order-line.json:13text\ncontracts/shop/order-placed/1.0.json:21\0\x03\xF1'\xF1\xC1\x0C\xFA\xA8\x10\x05\x01\0\x02\0\0lines\x04\0\0\x07t\0note\x07\x01\0\x01i\x08orderId\0\x03\xBC|\x9C\xDC\xE1\xC6\xDDG\x08\x01\0\x05i\xCCquantity\x03\x01\0\x04t\0sku\t\x01\0\x06d\0unitPriceorderId\ncontracts/shop/order-placed/1.0.json:11lines\ncontracts/shop/order-placed/1.0.json:14note\ncontracts/shop/order-placed/1.0.json:21";
    const _: () = ::event_contracts::held::field(
        __CONTRACT,
        <Vec<OrderLine> as ::event_contracts::held::EventData>::SHAPE,
        36028805608964096,
    );
    ::event_contracts::held::field(
        __CONTRACT,
        <wire::Integer as ::event_contracts::held::EventDataAs<i64>>::SHAPE,
        36591751267354729,
    );
    ::event_contracts::held::field(
        __CONTRACT,
        <Option<String> as ::event_contracts::held::EventData>::SHAPE,
        1407404948455508,
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
}
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
