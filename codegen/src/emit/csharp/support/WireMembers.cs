using System;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>Members of an object, with their names.</summary>
internal static partial class Wire
{
    internal static void WriteMember<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value, JsonWrite<T> write)
    {
        writer.WritePropertyName(name);
        write(writer, value);
    }

    /// <summary>Writes a member that is null where there is no value.</summary>
    internal static void WriteNullOr<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value, JsonWrite<T> write)
        where T : class
    {
        writer.WritePropertyName(name);
        WriteNullOr(writer, value, write);
    }

    /// <summary>Writes a member that is null where there is no value.</summary>
    internal static void WriteNullOrValue<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value, JsonWrite<T> write)
        where T : struct
    {
        writer.WritePropertyName(name);
        WriteNullOrValue(writer, value, write);
    }

    /// <summary>Writes a member that is absent where there is no value.</summary>
    internal static void WriteOptional<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value, JsonWrite<T> write)
        where T : class
    {
        if (value is not null)
        {
            WriteMember(writer, name, value, write);
        }
    }

    /// <summary>Writes a member that is absent where there is no value.</summary>
    internal static void WriteOptionalValue<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value, JsonWrite<T> write)
        where T : struct
    {
        if (value is { } present)
        {
            WriteMember(writer, name, present, write);
        }
    }

    /// <summary>Writes a member that may be absent, and may be null.</summary>
    internal static void WritePresent<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Optional<T?> value, JsonWrite<T> write)
        where T : class
    {
        if (value.IsPresent)
        {
            WriteNullOr(writer, name, value.Value, write);
        }
    }

    /// <summary>Writes a member that may be absent, and may be null.</summary>
    internal static void WritePresentValue<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Optional<T?> value, JsonWrite<T> write)
        where T : struct
    {
        if (value.IsPresent)
        {
            WriteNullOrValue(writer, name, value.Value, write);
        }
    }
}
