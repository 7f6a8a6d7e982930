using System;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace Contracts.Support;

/// <summary>A whole number of any size, exact: also one that is written <c>1.0</c> or <c>1e3</c>.</summary>
/// <remarks>Holds the text as it was written; <c>1.50</c> stays so, and equals <c>1.5</c>.</remarks>
[JsonConverter(typeof(JsonIntegerConverter))]
public readonly struct JsonInteger : IEquatable<JsonInteger>, IComparable<JsonInteger>
{
    private readonly string? text;

    private JsonInteger(string text) => this.text = text;

    private Exact Exact => Exact.Of(ToString());

    /// <summary>Reads a whole number as JSON writes it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static JsonInteger Parse(string text) =>
        TryParse(text, out JsonInteger value) ? value : throw new FormatException("It is no whole number as JSON writes it.");

    /// <summary>Reads a whole number as JSON writes it.</summary>
    public static bool TryParse(string text, out JsonInteger value)
    {
        bool valid = Exact.TryParse(text, out Exact exact) && exact.IsInteger;
        value = valid ? new JsonInteger(text) : default;
        return valid;
    }

    /// <summary>A number of .NET.</summary>
    public static implicit operator JsonInteger(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number of .NET.</summary>
    public static implicit operator JsonInteger(BigInteger value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Every whole number is a number.</summary>
    public static implicit operator JsonNumber(JsonInteger value) => JsonNumber.Parse(value.ToString());

    /// <summary>Whether two numbers have the same value.</summary>
    public static bool operator ==(JsonInteger left, JsonInteger right) => left.Equals(right);

    /// <summary>Whether two numbers have different values.</summary>
    public static bool operator !=(JsonInteger left, JsonInteger right) => !left.Equals(right);

    /// <summary>Whether the first is less.</summary>
    public static bool operator <(JsonInteger left, JsonInteger right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first is greater.</summary>
    public static bool operator >(JsonInteger left, JsonInteger right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first is not greater.</summary>
    public static bool operator <=(JsonInteger left, JsonInteger right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first is not less.</summary>
    public static bool operator >=(JsonInteger left, JsonInteger right) => left.CompareTo(right) >= 0;

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
    public int CompareTo(JsonInteger other) => Exact.CompareTo(other.Exact);

    /// <inheritdoc/>
    public bool Equals(JsonInteger other) => ToString() == other.ToString() || Exact.Equals(other.Exact);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonInteger other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Exact.GetHashCode();

    /// <summary>The number as it is written.</summary>
    public override string ToString() => text ?? "0";
}

/// <summary>Reads and writes <see cref="JsonInteger"/>.</summary>
internal sealed class JsonIntegerConverter() : ContractConverter<JsonInteger>(Wire.WholeNumber, Wire.Write);
