#[derive(Serialize, Deserialize, EventData)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
enum Shade {
    DarkRed,
    #[serde(rename = "teal", alias = "cyan")]
    BlueGreen,
    MixOf { first_part: u8, other_part: u8 },
    Exactly(Rgb),
    #[serde(untagged)]
    Other(String),
}
