#[derive(Serialize, Deserialize, EventData)]
#[serde(rename_all = "kebab-case")]
struct Page<T> {
    first_items: Vec<T>,
    #[serde(alias = "more", default)]
    next_page: Option<Box<Page<T>>>,
    #[serde(skip)]
    cache: Cache,
    #[event(like = "Timestamp")]
    at: chrono::DateTime<Utc>,
    #[event(unchecked)]
    #[serde(with = "code")]
    odd: Odd,
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}
