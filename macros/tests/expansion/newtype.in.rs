#[derive(Serialize, Deserialize, EventData)]
#[event(shared = "shop/types/sku", dir = "../runtime/tests/held")]
struct Sku(String);
