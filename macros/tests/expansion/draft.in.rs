#[derive(Serialize, Deserialize, JsonSchema, Event)]
#[event(type = "OrderPlaced", version = "1.0", source = "order-service")]
struct OrderPlaced {
    order_id: String,
}
