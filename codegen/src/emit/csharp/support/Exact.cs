using System;
using System.Globalization;
using System.Numerics;

namespace Contracts.Support;

/// <summary>The value of a JSON number of any size: digits without zeros around them, and where their point is.</summary>
internal readonly struct Exact : IEquatable<Exact>, IComparable<Exact>
{
    // Far beyond what can be written out; an exponent that is greater is cut to this.
    private const long MaxExponent = 1_000_000_000_000_000_000;

    // 0.d1d2d3… times ten to the power of the exponent. Empty for zero.
    private readonly string? digits;
    private readonly long exponent;
    private readonly bool negative;

    private Exact(string digits, long exponent, bool negative)
    {
        this.digits = digits;
        this.exponent = exponent;
        this.negative = negative;
    }

    internal bool IsInteger => Digits.Length == 0 || exponent >= Digits.Length;

    private string Digits => digits ?? "";

    private int Sign => Digits.Length == 0 ? 0 : negative ? -1 : 1;

    /// <summary>A literal of generated code.</summary>
    internal static Exact Of(string text) =>
        TryParse(text, out Exact value) ? value : throw new FormatException("It is no JSON number.");

    /// <summary>Reads a JSON number (RFC 8259 section 6).</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out Exact value)
    {
        value = default;
        bool negative = text.StartsWith("-");
        int at = negative ? 1 : 0;
        ReadOnlySpan<char> whole = Run(text, ref at);
        ReadOnlySpan<char> fraction = default;
        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0'))
        {
            return false;
        }

        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = Run(text, ref at);
            if (fraction.Length == 0)
            {
                return false;
            }
        }

        if (!Exponent(text[at..], out long exponent))
        {
            return false;
        }

        string all = fraction.Length == 0 ? whole.ToString() : string.Concat(whole, fraction);
        string significant = all.TrimStart('0');
        exponent += whole.Length - (all.Length - significant.Length);
        significant = significant.TrimEnd('0');
        value = significant.Length == 0 ? default : new Exact(significant, exponent, negative);
        return true;
    }

    public int CompareTo(Exact other)
    {
        if (Sign != other.Sign || Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        int magnitude = exponent != other.exponent
            ? exponent.CompareTo(other.exponent)
            : string.CompareOrdinal(Digits, other.Digits);
        return negative ? -magnitude : magnitude;
    }

    public bool Equals(Exact other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is Exact other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Digits, exponent, negative);

    /// <summary>The same text for equal values.</summary>
    public override string ToString() => Digits.Length == 0 ? "0" : $"{(negative ? "-" : "")}0.{Digits}e{exponent}";

    /// <summary>The number for people to read.</summary>
    internal string Plain()
    {
        string sign = Sign < 0 ? "-" : "";
        if (exponent is < -6 or > 21 || Digits.Length - exponent > 30)
        {
            return ToString();
        }

        return exponent <= 0
            ? Digits.Length == 0 ? "0" : $"{sign}0.{new string('0', (int)-exponent)}{Digits}"
            : Digits.Length <= exponent
                ? sign + Digits.PadRight((int)exponent, '0')
                : $"{sign}{Digits[..(int)exponent]}.{Digits[(int)exponent..]}";
    }

    /// <summary>A whole number of at most 38 digits; null for a greater one.</summary>
    internal Int128? ToInt128() =>
        exponent > 38 ? null
        : Digits.Length == 0 ? 0
        : Int128.Parse($"{(negative ? "-" : "")}{Digits.PadRight((int)exponent, '0')}", CultureInfo.InvariantCulture);

    /// <summary>Whether this is a whole number of times the divisor. Takes time by the digits, not by the exponents.</summary>
    internal bool IsMultipleOf(Exact divisor)
    {
        if (divisor.Sign == 0)
        {
            return false;
        }

        // Powers of ten of the last digits.
        long shift = exponent - Digits.Length - (divisor.exponent - divisor.Digits.Length);
        if (Sign == 0 || shift < 0)
        {
            // Neither ends in zero, so nothing is left to divide by a power of ten.
            return Sign == 0;
        }

        BigInteger modulus = BigInteger.Parse(divisor.Digits, CultureInfo.InvariantCulture);
        BigInteger rest = BigInteger.Zero;
        for (int at = 0; at < Digits.Length; at += 18)
        {
            ReadOnlySpan<char> chunk = Digits.AsSpan(at, Math.Min(18, Digits.Length - at));
            long part = long.Parse(chunk, CultureInfo.InvariantCulture);
            rest = ((rest * BigInteger.Pow(10, chunk.Length)) + part) % modulus;
        }

        return (rest * BigInteger.ModPow(10, shift, modulus) % modulus).IsZero;
    }

    /// <summary>The integer; false if it is none, or one of more digits than anybody counts.</summary>
    internal bool TryInteger(out BigInteger value)
    {
        value = BigInteger.Zero;
        if (!IsInteger || exponent > 10_000)
        {
            return false;
        }

        if (Sign != 0)
        {
            value = BigInteger.Parse(Digits, CultureInfo.InvariantCulture)
                * BigInteger.Pow(10, (int)exponent - Digits.Length);
            value = negative ? -value : value;
        }

        return true;
    }

    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> text, scoped ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private static bool Exponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ('e' or 'E'))
        {
            return false;
        }

        bool below = text.Length > 1 && text[1] == '-';
        int at = text.Length > 1 && text[1] is '-' or '+' ? 2 : 1;
        ReadOnlySpan<char> run = Run(text, ref at);
        foreach (char digit in run)
        {
            exponent = exponent >= MaxExponent / 10 ? MaxExponent : (exponent * 10) + (digit - '0');
        }

        exponent = below ? -exponent : exponent;
        return run.Length > 0 && at == text.Length;
    }
}
