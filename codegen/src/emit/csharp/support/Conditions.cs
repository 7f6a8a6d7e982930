using System;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>What a value of one JSON type, or several, is.</summary>
[Flags]
internal enum JsonTypes
{
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}

/// <summary>Whether a value is as a schema says.</summary>
/// <param name="value">The value.</param>
/// <param name="check">Takes the violations; null where nobody asks for them.</param>
internal delegate bool Assertion(JsonElement value, Checker? check);

/// <summary>
/// The keywords of JSON Schema, each a condition on a JSON value. Each holds for every value that is not of the type
/// that it speaks of. Without a checker the answer is all that is asked for.
/// </summary>
internal static partial class Conditions
{
    /// <summary><c>false</c>: no value is valid.</summary>
    internal static bool Never(Checker? check)
    {
        check?.Fail("false", "must not be here");
        return false;
    }

    /// <summary><c>type</c></summary>
    internal static bool Type(JsonElement value, JsonTypes types, Checker? check) =>
        Is(value, types, asWritten: false) || Mistyped(types, check);

    /// <summary><c>type</c> of draft-04, where 1.0 is no integer.</summary>
    internal static bool TypeAsWritten(JsonElement value, JsonTypes types, Checker? check) =>
        Is(value, types, asWritten: true) || Mistyped(types, check);

    /// <summary><c>const</c></summary>
    internal static bool Const(JsonElement value, JsonElement expected, Checker? check)
    {
        if (Equal(value, expected))
        {
            return true;
        }

        check?.Fail("const", "must be the constant");
        return false;
    }

    /// <summary><c>enum</c></summary>
    internal static bool Enum(JsonElement value, JsonElement[] members, Checker? check)
    {
        foreach (JsonElement member in members)
        {
            if (Equal(value, member))
            {
                return true;
            }
        }

        check?.Fail("enum", "must be a value of the enum");
        return false;
    }

    internal static bool MinLength(JsonElement value, int least, Checker? check) =>
        value.ValueKind != JsonValueKind.String || Checker.MinLength(value.GetString()!, least, check);

    internal static bool MaxLength(JsonElement value, int most, Checker? check) =>
        value.ValueKind != JsonValueKind.String || Checker.MaxLength(value.GetString()!, most, check);

    internal static bool Pattern(JsonElement value, Pattern pattern, Checker? check) =>
        value.ValueKind != JsonValueKind.String || Checker.Pattern(value.GetString()!, pattern, check);

    /// <summary><c>format</c></summary>
    internal static bool Format(JsonElement value, TextFormat format, Checker? check) =>
        value.ValueKind != JsonValueKind.String || Checker.Format(value.GetString()!, format, check);

    internal static bool Minimum(JsonElement value, Exact limit, Checker? check) =>
        value.ValueKind != JsonValueKind.Number || Checker.Minimum(Number(value), limit, check);

    internal static bool Maximum(JsonElement value, Exact limit, Checker? check) =>
        value.ValueKind != JsonValueKind.Number || Checker.Maximum(Number(value), limit, check);

    internal static bool ExclusiveMinimum(JsonElement value, Exact limit, Checker? check) =>
        value.ValueKind != JsonValueKind.Number || Checker.ExclusiveMinimum(Number(value), limit, check);

    internal static bool ExclusiveMaximum(JsonElement value, Exact limit, Checker? check) =>
        value.ValueKind != JsonValueKind.Number || Checker.ExclusiveMaximum(Number(value), limit, check);

    internal static bool MultipleOf(JsonElement value, Exact divisor, Checker? check) =>
        value.ValueKind != JsonValueKind.Number || Checker.MultipleOf(Number(value), divisor, check);

    /// <summary>Whether a value is of one of the types.</summary>
    internal static bool Is(JsonElement value, JsonTypes types, bool asWritten) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => types.HasFlag(JsonTypes.Null),
        JsonValueKind.True or JsonValueKind.False => types.HasFlag(JsonTypes.Boolean),
        JsonValueKind.String => types.HasFlag(JsonTypes.String),
        JsonValueKind.Array => types.HasFlag(JsonTypes.Array),
        JsonValueKind.Object => types.HasFlag(JsonTypes.Object),
        _ => types.HasFlag(JsonTypes.Number) || (types.HasFlag(JsonTypes.Integer) && IsWhole(value, asWritten)),
    };

    /// <summary>Whether two values are equal: numbers by value, objects without order.</summary>
    internal static bool Equal(JsonElement left, JsonElement right)
    {
        if (left.ValueKind != right.ValueKind)
        {
            return false;
        }

        switch (left.ValueKind)
        {
            case JsonValueKind.String:
                return right.ValueEquals(left.GetString());
            case JsonValueKind.Number:
                return left.TryGetInt64(out long one) && right.TryGetInt64(out long other)
                    ? one == other
                    : Number(left).Equals(Number(right));
            case JsonValueKind.Array:
                if (left.GetArrayLength() != right.GetArrayLength())
                {
                    return false;
                }

                JsonElement.ArrayEnumerator items = right.EnumerateArray();
                foreach (JsonElement item in left.EnumerateArray())
                {
                    if (!items.MoveNext() || !Equal(item, items.Current))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.Object:
                if (Count(left) != Count(right))
                {
                    return false;
                }

                foreach (JsonProperty member in right.EnumerateObject())
                {
                    if (!left.TryGetProperty(member.Name, out JsonElement same) || !Equal(same, member.Value))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return true;
        }
    }

    /// <summary>A literal of generated code.</summary>
    internal static JsonElement Literal(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, Contract.DocumentOptions);
        return document.RootElement.Clone();
    }

    private static Exact Number(JsonElement value) => Exact.Of(value.GetRawText());

    private static bool IsWhole(JsonElement value, bool asWritten)
    {
        if (value.TryGetInt64(out _))
        {
            return true;
        }

        string text = value.GetRawText();
        return asWritten ? text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 : Exact.Of(text).IsInteger;
    }

    private static bool Mistyped(JsonTypes types, Checker? check)
    {
        if (check is not null)
        {
            string names = "";
            foreach (JsonTypes type in global::System.Enum.GetValues<JsonTypes>())
            {
                if (types.HasFlag(type))
                {
                    names += (names.Length == 0 ? "" : ", ") + type.ToString().ToLowerInvariant();
                }
            }

            check.Fail("type", $"must be of type {names}");
        }

        return false;
    }
}
