#[derive(Serialize, Deserialize, Event)]
#[event(contract = "kinds/told-apart", version = "1.0", dir = "../runtime/tests/held", crate = "my::runtime")]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Payment {
    Card { digits: String },
    Bank(Bank),
    #[serde(skip)]
    Unknown,
}
