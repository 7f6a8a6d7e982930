#[automatically_derived]
impl ::event_contracts::held::EventData for Maybe {
    const SHAPE: &'static ::event_contracts::held::Shape = <Option<
        u8,
    > as ::event_contracts::held::EventData>::SHAPE;
}
