using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>How values with a text form look in JSON, and how the rest is written.</summary>
internal static partial class Wire
{
    /// <summary>The order of maps on the wire: that of the keys' code points.</summary>
    private static readonly Comparer<string> ByCodePoint = Comparer<string>.Create(CompareCodePoints);

    internal static Guid Guid(ref Utf8JsonReader reader)
    {
        string text = String(ref reader);
        return global::System.Guid.TryParseExact(text, "D", out Guid value) && IsHyphenated(text)
            ? value
            : throw new ContractException("format", "must be a UUID with hyphens");
    }

    internal static DateOnly DateOnly(ref Utf8JsonReader reader)
    {
        string text = String(ref reader);
        return text.Length == 10 && Date(text, out DateOnly date)
            ? date
            : throw new ContractException("format", "must be an RFC 3339 date such as 2026-01-14");
    }

    internal static DateTimeOffset DateTimeOffset(ref Utf8JsonReader reader) =>
        Timestamp(String(ref reader), out DateTimeOffset value)
            ? value
            : throw new ContractException("format", "must be an RFC 3339 date-time with an offset, such as 2026-01-14T16:00:00Z");

    internal static string Duration(ref Utf8JsonReader reader)
    {
        string text = String(ref reader);
        return Text.IsDuration(text)
            ? text
            : throw new ContractException("format", "must be an ISO 8601 duration such as P1DT2H");
    }

    internal static bool IsGuid(string text) => IsHyphenated(text) && global::System.Guid.TryParseExact(text, "D", out _);

    internal static bool IsTimestamp(string text) => Timestamp(text, out _);

    internal static bool IsDate(string text) => text.Length == 10 && Date(text, out _);

    /// <summary>RFC 3339 section 5.6 <c>date-time</c>, as far as a DateTimeOffset holds it; fractions are cut to 100 ns.</summary>
    private static bool Timestamp(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length < 20 || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':'
            || !Date(text[..10], out DateOnly date)
            || !Two(text[11..], 23, out int hour) || !Two(text[14..], 59, out int minute) || !Two(text[17..], 59, out int second))
        {
            return false;
        }

        text = text[19..];
        long fraction = 0;
        if (text[0] == '.')
        {
            int length = 1;
            for (long unit = TimeSpan.TicksPerSecond / 10; length < text.Length && char.IsAsciiDigit(text[length]); length++, unit /= 10)
            {
                fraction += (text[length] - '0') * unit;
            }

            if (length == 1)
            {
                return false;
            }

            text = text[length..];
        }

        if (!Offset(text, out TimeSpan offset))
        {
            return false;
        }

        long local = date.ToDateTime(new TimeOnly(hour, minute, second)).Ticks + fraction;
        long utc = local - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        value = new DateTimeOffset(local, offset);
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !Two(text[1..], 14, out int hours) || !Two(text[4..], 59, out int minutes))
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        return offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static bool Date(ReadOnlySpan<char> text, out DateOnly date) =>
        global::System.DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && !text.ContainsAnyExcept("0123456789-");

    private static bool Two(ReadOnlySpan<char> text, int greatest, out int number)
    {
        number = 0;
        if (!char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]))
        {
            return false;
        }

        number = ((text[0] - '0') * 10) + (text[1] - '0');
        return number <= greatest;
    }

    private static bool IsHyphenated(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            // The parser also takes `+` and `0x` at the start of a group.
            if (!char.IsAsciiHexDigit(c) && c != '-')
            {
                return false;
            }
        }

        return text.Length == 36;
    }

    internal static void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    internal static void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    internal static void Write(Utf8JsonWriter writer, sbyte value) => writer.WriteNumberValue(value);

    internal static void Write(Utf8JsonWriter writer, short value) => writer.WriteNumberValue(value);

    internal static void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    internal static void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    internal static void Write(Utf8JsonWriter writer, byte value) => writer.WriteNumberValue(value);

    internal static void Write(Utf8JsonWriter writer, ushort value) => writer.WriteNumberValue(value);

    internal static void Write(Utf8JsonWriter writer, uint value) => writer.WriteNumberValue(value);

    internal static void Write(Utf8JsonWriter writer, ulong value) => writer.WriteNumberValue(value);

    internal static void Write(Utf8JsonWriter writer, Guid value) => writer.WriteStringValue(value);

    internal static void Write(Utf8JsonWriter writer, DateOnly value) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    internal static void Write(Utf8JsonWriter writer, DateTimeOffset value)
    {
        string text = value.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        text += value.Offset == TimeSpan.Zero ? "Z" : value.ToString("zzz", CultureInfo.InvariantCulture);
        // Encoded here, because the default encoder would escape the plus sign.
        writer.WriteStringValue(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
    }

    internal static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    internal static void WriteList<T>(Utf8JsonWriter writer, IReadOnlyList<T> list, JsonWrite<T> write)
    {
        writer.WriteStartArray();
        foreach (T item in list)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    internal static void WriteMap<T>(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> map, JsonWrite<T> write)
    {
        writer.WriteStartObject();
        WriteMembers(writer, map, write);
        writer.WriteEndObject();
    }

    internal static void WriteMembers<T>(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> map, JsonWrite<T> write)
    {
        foreach (string key in KeysInOrder(map))
        {
            writer.WritePropertyName(key);
            write(writer, map[key]);
        }
    }

    internal static void WriteNullOr<T>(Utf8JsonWriter writer, T? value, JsonWrite<T> write)
        where T : class
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            write(writer, value);
        }
    }

    internal static void WriteNullOrValue<T>(Utf8JsonWriter writer, T? value, JsonWrite<T> write)
        where T : struct
    {
        if (value is { } present)
        {
            write(writer, present);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    internal static List<string> KeysInOrder<T>(IReadOnlyDictionary<string, T> map)
    {
        var keys = new List<string>(map.Keys);
        keys.Sort(ByCodePoint);
        return keys;
    }

    private static int CompareCodePoints(string? left, string? right)
    {
        StringRuneEnumerator a = (left ?? "").EnumerateRunes();
        StringRuneEnumerator b = (right ?? "").EnumerateRunes();
        while (true)
        {
            bool more = a.MoveNext();
            if (!b.MoveNext())
            {
                return more ? 1 : 0;
            }

            if (!more || a.Current != b.Current)
            {
                return more ? a.Current.CompareTo(b.Current) : -1;
            }
        }
    }
}
