#[derive(Serialize, Deserialize, Event)]
#[event(contract = "shop/order-placed", version = "1.0", dir = "../runtime/tests/held")]
#[serde(rename_all = "camelCase")]
struct OrderPlaced {
    #[serde(with = "wire::As::<wire::Integer>")]
    order_id: i64,
    lines: Vec<OrderLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}
