using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Contracts.Support;

/// <summary>The version of a contract: a new minor is compatible, a new major is not.</summary>
/// <param name="Major">Counts incompatible changes.</param>
/// <param name="Minor">Counts compatible changes within the major.</param>
public readonly record struct ContractVersion(uint Major, uint Minor) : IComparable<ContractVersion>
{
    /// <summary>Reads <c>major.minor</c>: two decimal numbers without sign or leading zero.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContractVersion version)
    {
        version = default;
        int point = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (text is null || point < 0 || !Number(text.AsSpan(0, point), out uint major) || !Number(text.AsSpan(point + 1), out uint minor))
        {
            return false;
        }

        version = new ContractVersion(major, minor);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ContractVersion other) =>
        Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>The version as it is written in the envelope.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    private static bool Number(ReadOnlySpan<char> digits, out uint number)
    {
        number = 0;
        bool canonical = digits is "0" || !digits.StartsWith("0");
        return canonical && uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
