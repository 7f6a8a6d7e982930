const _: () = {
    const __CONTRACT: &[::core::primitive::u8] = b"\0\x01t\0\0\0\0\0\0\x1A\0\0\0>\0\0\0\0\0\0\0>\0\0\0\0text\ncontracts/shop/types/sku.json:1";
    const _: () = ::event_contracts::held::whole(
        __CONTRACT,
        <String as ::event_contracts::held::EventData>::SHAPE,
        0usize,
        0u16,
    );
    let _ = (::core::option_env!("EVENT_CONTRACTS_DIR"));
};
#[automatically_derived]
impl ::event_contracts::held::EventData for Sku {
    const SHAPE: &'static ::event_contracts::held::Shape = &::event_contracts::held::Shape::Wrapped(
        <String as ::event_contracts::held::EventData>::SHAPE,
    );
}
