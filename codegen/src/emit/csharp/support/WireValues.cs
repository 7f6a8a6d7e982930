using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>How values look in JSON that are taken as they come, and tuples.</summary>
internal static partial class Wire
{
    /// <summary>Any value; a member that comes twice is refused at every depth.</summary>
    internal static JsonElement Any(ref Utf8JsonReader reader)
    {
        Utf8JsonReader ahead = reader;
        Look(ref ahead);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The value that comes next, without going there.</summary>
    internal static JsonElement Peek(Utf8JsonReader ahead) => Any(ref ahead);

    /// <summary>Whether the number that comes next is a whole one.</summary>
    internal static bool IsWhole(Utf8JsonReader reader) =>
        reader.TryGetInt64(out _) || (Exact.TryParse(NumberText(ref reader), out Exact value) && value.IsInteger);

    internal static JsonNumber Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw Expected("a number", ref reader);
        }

        return JsonNumber.Parse(NumberText(ref reader));
    }

    internal static JsonInteger WholeNumber(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw Expected("a whole number", ref reader);
        }

        return JsonInteger.TryParse(NumberText(ref reader), out JsonInteger value)
            ? value
            : throw new ContractException("type", "must be a whole number");
    }

    internal static void Write(Utf8JsonWriter writer, JsonNumber value) =>
        writer.WriteRawValue(value.ToString(), skipInputValidation: true);

    internal static void Write(Utf8JsonWriter writer, JsonInteger value) =>
        writer.WriteRawValue(value.ToString(), skipInputValidation: true);

    internal static bool StartArray(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartArray ? true : throw Expected("an array", ref reader);

    /// <summary>The next item of a tuple.</summary>
    internal static T Item<T>(ref Utf8JsonReader reader, int index, int count, JsonRead<T> read)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            throw new ContractException("minItems", $"must have at least {count} items");
        }

        try
        {
            return read(ref reader);
        }
        catch (ContractException error)
        {
            error.Under(index.ToString(CultureInfo.InvariantCulture));
            throw;
        }
    }

    /// <summary>A tuple, once its items are read: there are no more.</summary>
    internal static T Tuple<T>(bool started, T items, int count, ref Utf8JsonReader reader)
    {
        reader.Read();
        return started && reader.TokenType == JsonTokenType.EndArray
            ? items
            : throw new ContractException("items", $"must have at most {count} items");
    }

    internal static void WriteTuple<T>(Utf8JsonWriter writer, T tuple, JsonWrite<T> writeItems)
    {
        writer.WriteStartArray();
        writeItems(writer, tuple);
        writer.WriteEndArray();
    }

    private static string NumberText(ref Utf8JsonReader reader) =>
        Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);

    /// <summary>Goes over a value, and refuses what a JsonElement would let pass.</summary>
    private static void Look(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                HashSet<string> names = new(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = String(ref reader);
                    if (!names.Add(name))
                    {
                        throw new ContractException("duplicate", "a member appears twice");
                    }

                    reader.Read();
                    LookUnder(ref reader, name);
                }

                break;
            case JsonTokenType.StartArray:
                for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
                {
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || reader.ValueIsEscaped)
                    {
                        LookUnder(ref reader, index.ToString(CultureInfo.InvariantCulture));
                    }
                }

                break;
            case JsonTokenType.String when reader.ValueIsEscaped:
                String(ref reader);
                break;
        }
    }

    private static void LookUnder(ref Utf8JsonReader reader, string segment)
    {
        try
        {
            Look(ref reader);
        }
        catch (ContractException error)
        {
            error.Under(segment);
            throw;
        }
    }
}
