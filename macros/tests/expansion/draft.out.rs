#[automatically_derived]
impl ::event_contracts::held::EventData for OrderPlaced {
    const SHAPE: &'static ::event_contracts::held::Shape = &::event_contracts::held::Shape::Record(
        &::event_contracts::held::Record {
            name: "OrderPlaced",
            file: "FILE",
            line: 3,
            names: 16237244808878241966u64,
            members: &[
                ::event_contracts::held::Member {
                    field: "order_id",
                    line: 4,
                    name: "order_id",
                    aliases: &[],
                    shape: <String as ::event_contracts::held::EventData>::SHAPE,
                    flags: ::event_contracts::held::Flags(0u16),
                },
            ],
            flattened: &[],
            refuses: false,
        },
    );
}
