using System;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace Contracts.Support;

/// <summary>A number of any size, exact.</summary>
/// <remarks>Holds the text as it was written; <c>1.50</c> stays so, and equals <c>1.5</c>.</remarks>
[JsonConverter(typeof(JsonNumberConverter))]
public readonly struct JsonNumber : IEquatable<JsonNumber>, IComparable<JsonNumber>
{
    private readonly string? text;

    private JsonNumber(string text) => this.text = text;

    internal Exact Exact => Exact.Of(ToString());

    /// <summary>Reads a number as JSON writes it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static JsonNumber Parse(string text) =>
        TryParse(text, out JsonNumber value) ? value : throw new FormatException("It is no number as JSON writes it.");

    /// <summary>Reads a number as JSON writes it.</summary>
    public static bool TryParse(string text, out JsonNumber value)
    {
        bool valid = Exact.TryParse(text, out _);
        value = valid ? new JsonNumber(text) : default;
        return valid;
    }

    /// <summary>A number of .NET.</summary>
    public static implicit operator JsonNumber(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number of .NET.</summary>
    public static implicit operator JsonNumber(decimal value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number of .NET, by the shortest digits that say which one.</summary>
    /// <exception cref="OverflowException">It is not finite.</exception>
    public static explicit operator JsonNumber(double value) => double.IsFinite(value)
        ? new(value.ToString("R", CultureInfo.InvariantCulture))
        : throw new OverflowException("JSON has finite numbers only.");

    /// <summary>Whether two numbers have the same value.</summary>
    public static bool operator ==(JsonNumber left, JsonNumber right) => left.Equals(right);

    /// <summary>Whether two numbers have different values.</summary>
    public static bool operator !=(JsonNumber left, JsonNumber right) => !left.Equals(right);

    /// <summary>Whether the first is less.</summary>
    public static bool operator <(JsonNumber left, JsonNumber right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first is greater.</summary>
    public static bool operator >(JsonNumber left, JsonNumber right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first is not greater.</summary>
    public static bool operator <=(JsonNumber left, JsonNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first is not less.</summary>
    public static bool operator >=(JsonNumber left, JsonNumber right) => left.CompareTo(right) >= 0;

    /// <summary>The number in .NET's type.</summary>
    /// <exception cref="OverflowException">It is no whole number, or too great.</exception>
    public long ToInt64() => (long)ToBigInteger();

    /// <summary>The number in .NET's type.</summary>
    /// <exception cref="OverflowException">It is no whole number, or has more than 10,000 digits.</exception>
    public BigInteger ToBigInteger() => Exact.TryInteger(out BigInteger value)
        ? value
        : throw new OverflowException("The number is no whole number, or too great.");

    /// <summary>The number in .NET's type, rounded where it has more digits.</summary>
    /// <exception cref="OverflowException">It is too great.</exception>
    public decimal ToDecimal() => decimal.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The nearest number of .NET's type, which may be infinite.</summary>
    public double ToDouble() => double.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public int CompareTo(JsonNumber other) => Exact.CompareTo(other.Exact);

    /// <inheritdoc/>
    public bool Equals(JsonNumber other) => ToString() == other.ToString() || Exact.Equals(other.Exact);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Exact.GetHashCode();

    /// <summary>The number as it is written.</summary>
    public override string ToString() => text ?? "0";
}

/// <summary>Reads and writes <see cref="JsonNumber"/>.</summary>
internal sealed class JsonNumberConverter() : ContractConverter<JsonNumber>(Wire.Number, Wire.Write);
