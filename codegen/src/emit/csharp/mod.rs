//! C#: records, enums, unions and the project around them.
