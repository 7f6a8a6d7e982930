using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>The members that a record declares, in the order of its contract.</summary>
internal sealed class Members
{
    private Member[] all = [];
    private byte[]? tag;

    // A bit for each of the first 64 members that must be there.
    private ulong required;

    /// <summary>Adds a member that must be there.</summary>
    internal Members Must(string name) => Add(name, required: true);

    /// <summary>Adds a member that may be absent.</summary>
    internal Members May(string name) => Add(name, required: false);

    /// <summary>Says which member tells the arms of a union apart; it is passed over.</summary>
    internal Members Tag(string name)
    {
        tag = Encoding.UTF8.GetBytes(name);
        return this;
    }

    internal string NameOf(int index) => all[index].Name;

    /// <summary>Refuses an object without a member that must be there.</summary>
    internal void Require(ulong seen, HashSet<int>? others)
    {
        if ((seen & required) == required && all.Length <= 64)
        {
            return;
        }

        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].Required && !(i < 64 ? (seen & (1UL << i)) != 0 : others is not null && others.Contains(i)))
            {
                throw ContractException.Missing(all[i].Name);
            }
        }
    }

    internal bool IsTag(ref Utf8JsonReader reader) => tag is not null && reader.ValueTextEquals(tag);

    /// <summary>The member whose name the reader is at, most likely the one expected; -1 if it is not declared.</summary>
    internal int Find(ref Utf8JsonReader reader, int expected)
    {
        for (int i = expected; i < all.Length; i++)
        {
            if (reader.ValueTextEquals(all[i].Utf8))
            {
                return i;
            }
        }

        for (int i = 0; i < expected; i++)
        {
            if (reader.ValueTextEquals(all[i].Utf8))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The names of the tag and of all members.</summary>
    internal IEnumerable<string> Names()
    {
        if (tag is not null)
        {
            yield return Encoding.UTF8.GetString(tag);
        }

        foreach (Member member in all)
        {
            yield return member.Name;
        }
    }

    private Members Add(string name, bool required)
    {
        if (required && all.Length < 64)
        {
            this.required |= 1UL << all.Length;
        }

        all = [.. all, new Member(name, Encoding.UTF8.GetBytes(name), required)];
        return this;
    }

    private readonly record struct Member(string Name, byte[] Utf8, bool Required);
}

/// <summary>Goes over the members of an object.</summary>
internal struct MemberReader
{
    private readonly Members declared;

    // A bit for each of the first 64 members.
    private ulong seen;
    private HashSet<int>? others;
    private int expected;
    private string? name;

    internal MemberReader(ref Utf8JsonReader reader, Members declared)
    {
        Wire.StartObject(ref reader);
        this.declared = declared;
    }

    /// <summary>The number of the member that was come to; -1 for one that is not declared.</summary>
    internal int Index { get; private set; }

    /// <summary>
    /// Goes to the value of the next member that is declared, or to the name of one that is not. False behind the
    /// last one, once all that must be there have been.
    /// </summary>
    internal bool Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.TokenType == JsonTokenType.PropertyName)
        {
            Index = declared.Find(ref reader, expected);
            if (Index >= 0)
            {
                name = declared.NameOf(Index);
                expected = Index + 1;
                See(Index);
                reader.Read();
                return true;
            }

            if (!declared.IsTag(ref reader))
            {
                return true;
            }

            Wire.SkipMember(ref reader);
            reader.Read();
        }

        declared.Require(seen, others);
        return false;
    }

    /// <summary>The value of a declared member.</summary>
    internal readonly T Value<T>(ref Utf8JsonReader reader, JsonRead<T> read)
    {
        try
        {
            return read(ref reader);
        }
        catch (ContractException error)
        {
            error.Under(name);
            throw;
        }
    }

    internal readonly T? NullOr<T>(ref Utf8JsonReader reader, JsonRead<T> read)
        where T : class => reader.TokenType == JsonTokenType.Null ? null : Value(ref reader, read);

    internal readonly T? NullOrValue<T>(ref Utf8JsonReader reader, JsonRead<T> read)
        where T : struct => reader.TokenType == JsonTokenType.Null ? null : Value(ref reader, read);

    /// <summary>Keeps a member that the contract does not name.</summary>
    internal void Keep<T>(ref Utf8JsonReader reader, ref Dictionary<string, T>? kept, JsonRead<T> read)
    {
        name = Wire.String(ref reader);
        kept ??= new(StringComparer.Ordinal);
        if (kept.ContainsKey(name))
        {
            throw new ContractException("duplicate", "a member appears twice");
        }

        reader.Read();
        kept.Add(name, Value(ref reader, read));
    }

    private readonly bool IsSeen(int index) =>
        index < 64 ? (seen & (1UL << index)) != 0 : others is not null && others.Contains(index);

    private void See(int index)
    {
        if (IsSeen(index))
        {
            throw ContractException.Duplicate(declared.NameOf(index));
        }

        if (index < 64)
        {
            seen |= 1UL << index;
        }
        else
        {
            (others ??= []).Add(index);
        }
    }
}
