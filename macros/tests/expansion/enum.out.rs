#[automatically_derived]
impl ::event_contracts::held::EventData for Shade {
    const SHAPE: &'static ::event_contracts::held::Shape = &::event_contracts::held::Shape::Enum(
        &::event_contracts::held::Enum {
            name: "Shade",
            file: "FILE",
            line: 3,
            tagging: ::event_contracts::held::Tagging::External,
            variants: &[
                ::event_contracts::held::Variant {
                    field: "DarkRed",
                    line: 4,
                    name: "DARK_RED",
                    aliases: &[],
                    content: ::core::option::Option::None,
                    flags: ::event_contracts::held::Flags(0u16),
                },
                ::event_contracts::held::Variant {
                    field: "BlueGreen",
                    line: 6,
                    name: "teal",
                    aliases: &["cyan"],
                    content: ::core::option::Option::None,
                    flags: ::event_contracts::held::Flags(0u16),
                },
                ::event_contracts::held::Variant {
                    field: "MixOf",
                    line: 7,
                    name: "MIX_OF",
                    aliases: &[],
                    content: ::core::option::Option::Some(
                        &::event_contracts::held::Shape::Record(
                            &::event_contracts::held::Record {
                                name: "Shade::MixOf",
                                file: "FILE",
                                line: 3,
                                names: 8414283824759306401u64,
                                members: &[
                                    ::event_contracts::held::Member {
                                        field: "first_part",
                                        line: 7,
                                        name: "firstPart",
                                        aliases: &[],
                                        shape: <u8 as ::event_contracts::held::EventData>::SHAPE,
                                        flags: ::event_contracts::held::Flags(0u16),
                                    },
                                    ::event_contracts::held::Member {
                                        field: "other_part",
                                        line: 7,
                                        name: "otherPart",
                                        aliases: &[],
                                        shape: <u8 as ::event_contracts::held::EventData>::SHAPE,
                                        flags: ::event_contracts::held::Flags(0u16),
                                    },
                                ],
                                flattened: &[],
                                refuses: false,
                            },
                        ),
                    ),
                    flags: ::event_contracts::held::Flags(0u16),
                },
                ::event_contracts::held::Variant {
                    field: "Exactly",
                    line: 8,
                    name: "EXACTLY",
                    aliases: &[],
                    content: ::core::option::Option::Some(
                        <Rgb as ::event_contracts::held::EventData>::SHAPE,
                    ),
                    flags: ::event_contracts::held::Flags(0u16),
                },
                ::event_contracts::held::Variant {
                    field: "Other",
                    line: 10,
                    name: "OTHER",
                    aliases: &[],
                    content: ::core::option::Option::Some(
                        <String as ::event_contracts::held::EventData>::SHAPE,
                    ),
                    flags: ::event_contracts::held::Flags(32u16),
                },
            ],
        },
    );
}
