#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/order-placed", version = "1.0", dir = "../runtime/tests/held", reader, own_validate)]
struct OrderPlaced {
    #[serde(rename = "orderId")]
    order: i64,
}
