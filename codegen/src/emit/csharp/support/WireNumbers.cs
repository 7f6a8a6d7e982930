using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>How numbers look in JSON.</summary>
internal static partial class Wire
{
    /// <summary>The greatest mantissa of a decimal, 96 bits.</summary>
    private static readonly UInt128 MaxMantissa = (UInt128.One << 96) - 1;

    internal static sbyte SByte(ref Utf8JsonReader reader) => (sbyte)Integer(ref reader, sbyte.MinValue, sbyte.MaxValue);

    internal static short Int16(ref Utf8JsonReader reader) => (short)Integer(ref reader, short.MinValue, short.MaxValue);

    internal static int Int32(ref Utf8JsonReader reader) => (int)Integer(ref reader, int.MinValue, int.MaxValue);

    internal static long Int64(ref Utf8JsonReader reader) => (long)Integer(ref reader, long.MinValue, long.MaxValue);

    internal static byte Byte(ref Utf8JsonReader reader) => (byte)Integer(ref reader, byte.MinValue, byte.MaxValue);

    internal static ushort UInt16(ref Utf8JsonReader reader) => (ushort)Integer(ref reader, ushort.MinValue, ushort.MaxValue);

    internal static uint UInt32(ref Utf8JsonReader reader) => (uint)Integer(ref reader, uint.MinValue, uint.MaxValue);

    internal static ulong UInt64(ref Utf8JsonReader reader) => (ulong)Integer(ref reader, ulong.MinValue, ulong.MaxValue);

    /// <summary>A number with an integer value, however it is written: <c>5</c>, <c>5.0</c>, <c>5e0</c>.</summary>
    private static Int128 Integer(ref Utf8JsonReader reader, Int128 least, Int128 greatest)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw Expected("a whole number", ref reader);
        }

        Int128 value;
        if (reader.TryGetInt64(out long signed))
        {
            if (signed >= least && signed <= greatest)
            {
                return signed;
            }

            value = signed;
        }
        else if (reader.TryGetUInt64(out ulong unsigned))
        {
            value = unsigned;
        }
        else
        {
            ReadOnlySpan<byte> bytes = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
            if (!Exact.TryParse(Encoding.ASCII.GetString(bytes), out Exact number) || !number.IsInteger)
            {
                throw new ContractException("type", "must be a whole number");
            }

            value = number.ToInt128() ?? Int128.MaxValue;
        }

        return value >= least && value <= greatest
            ? value
            : throw new ContractException("type", $"must be a whole number from {least} to {greatest}");
    }

    internal static double Double(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw Expected("a number", ref reader);
        }

        return reader.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw new ContractException("type", "must be a finite number");
    }

    /// <summary>A number, or a string that holds one; what a decimal would round is refused.</summary>
    internal static decimal Decimal(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && !reader.HasValueSequence && ShortDecimal(reader.ValueSpan, out decimal value))
        {
            return value;
        }

        ReadOnlySpan<byte> text = reader.TokenType switch
        {
            JsonTokenType.Number => reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan,
            JsonTokenType.String => Encoding.UTF8.GetBytes(String(ref reader)),
            _ => throw Expected("a number", ref reader),
        };
        return ExactDecimal(text);
    }

    /// <summary>A number as most are: at most 18 digits and no exponent, in a text that the reader took for a number.</summary>
    private static bool ShortDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        value = default;
        bool negative = text[0] == (byte)'-';
        ulong mantissa = 0;
        int scale = -1;
        if (text.Length > 18)
        {
            return false;
        }

        for (int at = negative ? 1 : 0; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                scale += scale < 0 ? 0 : 1;
            }
            else if (text[at] == (byte)'.')
            {
                scale = 0;
            }
            else
            {
                return false;
            }
        }

        value = new decimal((int)mantissa, (int)(mantissa >> 32), 0, negative && mantissa != 0, (byte)Math.Max(scale, 0));
        return true;
    }

    /// <summary>Reads a JSON number (RFC 8259 section 6) without rounding.</summary>
    private static decimal ExactDecimal(ReadOnlySpan<byte> text)
    {
        bool negative = text.StartsWith("-"u8);
        int at = negative ? 1 : 0;
        ReadOnlySpan<byte> whole = Digits(text, ref at);
        ReadOnlySpan<byte> fraction = default;
        bool number = whole.Length == 1 || (whole.Length > 1 && whole[0] != (byte)'0');
        if (at < text.Length && text[at] == (byte)'.')
        {
            at++;
            fraction = Digits(text, ref at);
            number &= fraction.Length > 0;
        }

        number &= Exponent(text[at..], out long exponent);
        if (!number)
        {
            throw new ContractException("type", "must be a number or a string with one");
        }

        UInt128 mantissa = 0;
        bool fits = Append(ref mantissa, whole) && Append(ref mantissa, fraction);
        long scale = fraction.Length - exponent;
        if (mantissa == 0)
        {
            negative = false;
            scale = Math.Max(scale, 0);
        }

        for (; fits && scale < 0; scale++)
        {
            mantissa *= 10;
            fits = mantissa <= MaxMantissa;
        }

        if (!fits || scale > 28)
        {
            throw new ContractException("format", "cannot be held exactly: a decimal has at most 28 decimal places and 96 bits");
        }

        return new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), negative, (byte)scale);
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text, scoped ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private static bool Append(ref UInt128 mantissa, ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            mantissa = (mantissa * 10) + (uint)(digit - '0');
            if (mantissa > MaxMantissa)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The exponent, if any; one that is too great is cut to one that is out of range anyhow.</summary>
    private static bool Exponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        bool negative = text.Length > 1 && text[1] == (byte)'-';
        int at = text.Length > 1 && text[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        ReadOnlySpan<byte> digits = Digits(text, ref at);
        foreach (byte digit in digits)
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), int.MaxValue);
        }

        exponent = negative ? -exponent : exponent;
        return digits.Length > 0 && at == text.Length;
    }

    internal static void Write(Utf8JsonWriter writer, decimal value) =>
        writer.WriteNumberValue(value == 0 ? Math.Abs(value) : value);

    /// <summary>The shortest digits that read back, laid out as ECMAScript does (RFC 8785 section 3.2.2.3).</summary>
    internal static void Write(Utf8JsonWriter writer, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ContractException("type", "must be a finite number");
        }

        string round = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int mark = round.IndexOf('E', StringComparison.Ordinal);
        string mantissa = mark < 0 ? round : round[..mark];
        int power = mark < 0 ? 0 : int.Parse(round.AsSpan(mark + 1), CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string all = mantissa.Replace(".", "", StringComparison.Ordinal);
        string significant = all.TrimStart('0');
        // Of the first significant digit.
        int exponent = (point < 0 ? all.Length : point) - 1 - (all.Length - significant.Length) + power;
        string digits = significant.TrimEnd('0');
        var text = new StringBuilder(value < 0 ? "-" : "");
        if (value == 0)
        {
            text.Append('0');
        }
        else if (exponent is < -6 or >= 21)
        {
            text.Append(digits[0]).Append(digits.Length > 1 ? "." : "").Append(digits, 1, digits.Length - 1);
            text.Append('e').Append(exponent < 0 ? "" : "+").Append(exponent.ToString(CultureInfo.InvariantCulture));
        }
        else if (exponent < 0)
        {
            text.Append("0.").Append('0', -exponent - 1).Append(digits);
        }
        else if (exponent + 1 >= digits.Length)
        {
            text.Append(digits).Append('0', exponent + 1 - digits.Length);
        }
        else
        {
            text.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1);
        }

        writer.WriteRawValue(text.ToString(), skipInputValidation: true);
    }
}
