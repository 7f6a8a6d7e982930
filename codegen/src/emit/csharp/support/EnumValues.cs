using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>The values of a closed enum, and their texts on the wire.</summary>
internal sealed class EnumValues<T>(params (T Value, string Text)[] values)
    where T : struct, Enum
{
    private readonly (T Value, byte[] Utf8)[] known = [.. values.Select(value => (value.Value, Encoding.UTF8.GetBytes(value.Text)))];

    internal T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
        {
            return Of(Wire.String(ref reader));
        }

        foreach ((T value, byte[] utf8) in known)
        {
            if (reader.ValueTextEquals(utf8))
            {
                return value;
            }
        }

        throw NotOneOf();
    }

    internal void Write(Utf8JsonWriter writer, T value)
    {
        int index = IndexOf(value);
        writer.WriteStringValue(index >= 0 ? known[index].Utf8 : throw new ContractException("enum", "must be a value of the enum"));
    }

    internal void Check(T value, Checker check)
    {
        if (IndexOf(value) < 0)
        {
            check.Fail("enum", "must be a value of the enum");
        }
    }

    private int IndexOf(T value)
    {
        for (int i = 0; i < known.Length; i++)
        {
            if (EqualityComparer<T>.Default.Equals(known[i].Value, value))
            {
                return i;
            }
        }

        return -1;
    }

    private T Of(string text)
    {
        foreach ((T value, string known) in values)
        {
            if (known == text)
            {
                return value;
            }
        }

        throw NotOneOf();
    }

    private ContractException NotOneOf() => ContractException.NotOneOf([.. values.Select(value => value.Text)]);
}
