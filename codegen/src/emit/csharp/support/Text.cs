using System;

namespace Contracts.Support;

/// <summary>Texts that have a grammar.</summary>
internal static class Text
{
    /// <summary>How many Unicode code points a text has.</summary>
    internal static int CodePoints(string text)
    {
        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>RFC 3339 appendix A <c>duration</c>, in upper case.</summary>
    internal static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("P"))
        {
            return false;
        }

        text = text[1..];
        if (text.StartsWith("T"))
        {
            return Chain(text[1..], "HMS", out ReadOnlySpan<char> end) && end.IsEmpty;
        }

        if (Chain(text, "W", out ReadOnlySpan<char> rest) && rest.IsEmpty)
        {
            return true;
        }

        if (!Chain(text, "YMD", out rest))
        {
            return false;
        }

        return rest.IsEmpty || (rest.StartsWith("T") && Chain(rest[1..], "HMS", out rest) && rest.IsEmpty);
    }

    /// <summary>Numbers with units that come one after the other in <paramref name="units"/>; at least one, no gap.</summary>
    private static bool Chain(ReadOnlySpan<char> text, string units, out ReadOnlySpan<char> rest)
    {
        rest = text;
        int last = -1;
        while (true)
        {
            int digits = 0;
            while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
            {
                digits++;
            }

            if (digits == 0)
            {
                return last >= 0;
            }

            int unit = digits < rest.Length ? units.IndexOf(rest[digits], StringComparison.Ordinal) : -1;
            if (unit < 0 || (last >= 0 && unit != last + 1))
            {
                return false;
            }

            last = unit;
            rest = rest[(digits + 1)..];
        }
    }

    /// <summary><c>Mailbox</c> of RFC 5321 section 4.1.2, in ASCII.</summary>
    internal static bool IsEmail(string text)
    {
        int at = text.LastIndexOf('@');
        return at is >= 1 and <= 64 && global::System.Text.Ascii.IsValid(text)
            && IsLocal(text.AsSpan(0, at)) && IsDomain(text.AsSpan(at + 1));
    }

    /// <summary><c>URI</c> of RFC 3986 appendix A: with a scheme, in ASCII.</summary>
    internal static bool IsUri(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        if (colon < 1 || !char.IsAsciiLetter(text[0]) || text[..colon].ContainsAnyExcept(Scheme))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[(colon + 1)..];
        ReadOnlySpan<char> fragment = CutAt(ref rest, '#');
        ReadOnlySpan<char> query = CutAt(ref rest, '?');
        return IsHierarchy(rest) && IsMadeOf(query, PathAndQuery) && IsMadeOf(fragment, PathAndQuery);
    }

    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary><c>unreserved</c> and <c>sub-delims</c>.</summary>
    private const string Name = Alphanumeric + "-._~!$&'()*+,;=";
    private const string Path = Name + ":@/";
    private const string PathAndQuery = Path + "?";
    private const string Scheme = Alphanumeric + "+-.";

    /// <summary><c>atext</c> of RFC 5322 section 3.2.3.</summary>
    private const string Atom = Alphanumeric + "!#$%&'*+-/=?^_`{|}~";

    private static bool IsLocal(ReadOnlySpan<char> text)
    {
        if (text[0] == '"')
        {
            return text.Length >= 2 && text[^1] == '"' && IsQuoted(text[1..^1]);
        }

        foreach (string atom in text.ToString().Split('.'))
        {
            if (atom.Length == 0 || atom.AsSpan().ContainsAnyExcept(Atom))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool escaped = text[i] == '\\';
            i += escaped ? 1 : 0;
            if (i == text.Length || text[i] is < ' ' or > '~' || (!escaped && text[i] == '"'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("["))
        {
            return text.EndsWith("]") && IsAddress(text[1..^1]);
        }

        if (text.Length is 0 or > 253)
        {
            return false;
        }

        foreach (string label in text.ToString().Split('.'))
        {
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-' || label.AsSpan().ContainsAnyExcept(Alphanumeric + "-"))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAddress(ReadOnlySpan<char> text) =>
        text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? IsIpv6(text[5..].ToString()) : IsIpv4(text.ToString());

    private static bool IsHierarchy(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("//"))
        {
            return IsMadeOf(text, Path);
        }

        text = text[2..];
        int slash = text.IndexOf('/');
        slash = slash < 0 ? text.Length : slash;
        return IsAuthority(text[..slash]) && IsMadeOf(text[slash..], Path);
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        int at = text.LastIndexOf('@');
        if (at >= 0 && !IsMadeOf(text[..at], Name + ":"))
        {
            return false;
        }

        ReadOnlySpan<char> place = text[(at + 1)..];
        bool literal = place.StartsWith("[");
        int end = literal ? place.IndexOf(']') : place.IndexOf(':');
        if (literal && end < 0)
        {
            return false;
        }

        end = end < 0 ? place.Length : end;
        bool host = literal ? IsIpLiteral(place[1..end].ToString()) : IsMadeOf(place[..end], Name);
        ReadOnlySpan<char> port = place[(literal ? end + 1 : end)..];
        return host && (port.IsEmpty || (port[0] == ':' && !port[1..].ContainsAnyExceptInRange('0', '9')));
    }

    private static bool IsIpLiteral(string text)
    {
        if (!text.StartsWith('v') && !text.StartsWith('V'))
        {
            return IsIpv6(text);
        }

        int point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 1 && point < text.Length - 1
            && !text.AsSpan(1, point - 1).ContainsAnyExcept("0123456789abcdefABCDEF")
            && !text.AsSpan(point + 1).ContainsAnyExcept(Name + ":");
    }

    private static bool IsIpv4(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && Array.TrueForAll(
            parts,
            part => part.Length is >= 1 and <= 3 && (part.Length == 1 || part[0] != '0')
                && !part.AsSpan().ContainsAnyExceptInRange('0', '9') && int.Parse(part, null) <= 255);
    }

    private static bool IsIpv6(string text)
    {
        int gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return Groups(text, true) == 8;
        }

        int before = gap == 0 ? 0 : Groups(text[..gap], false);
        int after = gap + 2 == text.Length ? 0 : Groups(text[(gap + 2)..], true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /// <summary>How many groups of an IPv6 address a text is; negative if it is none.</summary>
    private static int Groups(string text, bool mayEndInIpv4)
    {
        string[] groups = text.Split(':');
        for (int i = 0; i < groups.Length; i++)
        {
            if (mayEndInIpv4 && i == groups.Length - 1 && IsIpv4(groups[i]))
            {
                return groups.Length + 1;
            }

            if (groups[i].Length is 0 or > 4 || groups[i].AsSpan().ContainsAnyExcept("0123456789abcdefABCDEF"))
            {
                return -100;
            }
        }

        return groups.Length;
    }

    private static ReadOnlySpan<char> CutAt(ref ReadOnlySpan<char> text, char mark)
    {
        int at = text.IndexOf(mark);
        if (at < 0)
        {
            return default;
        }

        ReadOnlySpan<char> behind = text[(at + 1)..];
        text = text[..at];
        return behind;
    }

    /// <summary>Only such characters, or <c>%</c> with two hexadecimal digits.</summary>
    private static bool IsMadeOf(ReadOnlySpan<char> text, string allowed)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                {
                    return false;
                }

                i += 2;
            }
            else if (!allowed.Contains(text[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
