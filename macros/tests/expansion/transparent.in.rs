#[derive(Serialize, Deserialize, EventData)]
#[serde(transparent)]
struct Maybe {
    inner: Option<u8>,
    #[serde(skip)]
    seen: bool,
}
