#[automatically_derived]
impl<T: ::event_contracts::held::EventData> ::event_contracts::held::EventData
for Page<T> {
    const SHAPE: &'static ::event_contracts::held::Shape = &::event_contracts::held::Shape::Record(
        &::event_contracts::held::Record {
            name: "Page",
            file: "FILE",
            line: 3,
            names: 8583506784564272191u64,
            members: &[
                ::event_contracts::held::Member {
                    field: "at",
                    line: 10,
                    name: "at",
                    aliases: &[],
                    shape: <Timestamp as ::event_contracts::held::EventData>::SHAPE,
                    flags: ::event_contracts::held::Flags(0u16),
                },
                ::event_contracts::held::Member {
                    field: "first_items",
                    line: 4,
                    name: "first-items",
                    aliases: &[],
                    shape: <Vec<T> as ::event_contracts::held::EventData>::SHAPE,
                    flags: ::event_contracts::held::Flags(0u16),
                },
                ::event_contracts::held::Member {
                    field: "next_page",
                    line: 6,
                    name: "next-page",
                    aliases: &["more"],
                    shape: <Option<
                        Box<::event_contracts::held::Itself>,
                    > as ::event_contracts::held::EventData>::SHAPE,
                    flags: ::event_contracts::held::Flags(1u16),
                },
                ::event_contracts::held::Member {
                    field: "odd",
                    line: 13,
                    name: "odd",
                    aliases: &[],
                    shape: <::event_contracts::held::Unchecked as ::event_contracts::held::EventData>::SHAPE,
                    flags: ::event_contracts::held::Flags(2u16),
                },
            ],
            flattened: &[
                <BTreeMap<String, Json> as ::event_contracts::held::EventData>::SHAPE,
            ],
            refuses: false,
        },
    );
}
