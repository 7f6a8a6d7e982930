using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>How values look in JSON: objects, lists, maps, texts.</summary>
internal static partial class Wire
{
    internal static void StartObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Expected("an object", ref reader);
        }
    }

    /// <summary>Goes to the name of the next member; false behind the last one.</summary>
    internal static bool NextMember(ref Utf8JsonReader reader, ref string? member)
    {
        member = null;
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Goes from the name of a known member to its value, which may come only once.</summary>
    internal static void Enter(ref Utf8JsonReader reader, ref string? member, ref bool seen, string name)
    {
        if (seen)
        {
            throw ContractException.Duplicate(name);
        }

        seen = true;
        member = name;
        reader.Read();
    }

    /// <summary>Goes over a member that the contract does not name.</summary>
    internal static void SkipMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>The members that were kept.</summary>
    internal static IReadOnlyDictionary<string, T> Kept<T>(Dictionary<string, T>? kept) =>
        kept is null ? ReadOnlyDictionary<string, T>.Empty : kept;

    /// <summary>Refuses a member that the contract does not name.</summary>
    internal static void RefuseMember(ref Utf8JsonReader reader) =>
        throw ContractException.NotAllowed(String(ref reader));

    internal static void Require(bool seen, string name)
    {
        if (!seen)
        {
            throw ContractException.Missing(name);
        }
    }

    /// <summary>Looks ahead for the text that tells which arm of a union the object is.</summary>
    internal static string Tag(Utf8JsonReader ahead, ReadOnlySpan<byte> utf8Name, string name)
    {
        StartObject(ref ahead);
        string? tag = null;
        string? member = null;
        while (NextMember(ref ahead, ref member))
        {
            if (!ahead.ValueTextEquals(utf8Name))
            {
                SkipMember(ref ahead);
                continue;
            }

            ahead.Read();
            if (tag is not null)
            {
                throw ContractException.Duplicate(name);
            }

            if (ahead.TokenType != JsonTokenType.String)
            {
                throw new ContractException("type", $"the field `{name}` must be a string");
            }

            tag = String(ref ahead);
        }

        return tag ?? throw ContractException.Missing(name);
    }

    internal static IReadOnlyList<T> List<T>(ref Utf8JsonReader reader, JsonRead<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Expected("an array", ref reader);
        }

        var list = new List<T>();
        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                list.Add(read(ref reader));
            }
        }
        catch (ContractException error)
        {
            error.Under(list.Count.ToString(CultureInfo.InvariantCulture));
            throw;
        }

        return list;
    }

    internal static IReadOnlyDictionary<string, T> Map<T>(ref Utf8JsonReader reader, JsonRead<T> read)
    {
        StartObject(ref reader);
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        string? member = null;
        try
        {
            while (NextMember(ref reader, ref member))
            {
                string key = String(ref reader);
                if (map.ContainsKey(key))
                {
                    throw new ContractException("duplicate", "a member appears twice");
                }

                member = key;
                reader.Read();
                map.Add(key, read(ref reader));
            }
        }
        catch (ContractException error)
        {
            error.Under(member);
            throw;
        }

        return map;
    }

    internal static T? NullOr<T>(ref Utf8JsonReader reader, JsonRead<T> read)
        where T : class => reader.TokenType == JsonTokenType.Null ? null : read(ref reader);

    internal static T? NullOrValue<T>(ref Utf8JsonReader reader, JsonRead<T> read)
        where T : struct => reader.TokenType == JsonTokenType.Null ? null : read(ref reader);

    internal static bool Boolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Expected("a boolean", ref reader),
    };

    /// <summary>The text of a string or of a member's name.</summary>
    internal static string String(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            throw Expected("a string", ref reader);
        }

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new ContractException("json", "is not JSON: half of a surrogate pair", error);
        }
    }

    internal static ContractException Expected(string what, ref Utf8JsonReader reader)
    {
        string found = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a boolean",
            _ => "null",
        };
        return new ContractException("type", $"expected {what}, found {found}");
    }
}
