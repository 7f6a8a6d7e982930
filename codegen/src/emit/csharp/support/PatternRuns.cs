using System;
using System.Collections.Generic;

namespace Contracts.Support;

/// <summary>
/// A pattern of the simplest kind, such as <c>^[A-Z]{3}-[0-9]+\z</c>: the whole text, one run of ASCII characters after
/// the other, where each character can belong to one run only. The last of them may be repeated together, as in
/// <c>^[a-z]+(?:-[a-z]+)*\z</c>. To match it takes no engine.
/// </summary>
internal sealed class PatternRuns
{
    private readonly Run[] once;
    private readonly Run[] again;

    private PatternRuns(Run[] once, Run[] again) => (this.once, this.again) = (once, again);

    /// <summary>Understands an expression; null if it is of another kind.</summary>
    internal static PatternRuns? Of(string source)
    {
        if (!source.StartsWith('^') || !source.EndsWith("\\z", StringComparison.Ordinal))
        {
            return null;
        }

        List<Run> once = [], again = [], runs = once;
        ReadOnlySpan<char> rest = source.AsSpan(1, source.Length - 3);
        while (!rest.IsEmpty)
        {
            if (runs == once && rest.StartsWith("(?:"))
            {
                runs = again;
                rest = rest[3..];
                continue;
            }

            if (again.Count > 0 && rest is ")*")
            {
                rest = default;
                runs = once;
                continue;
            }

            var set = default(UInt128);
            if (!(rest[0] == '[' ? Class(ref rest, out set) : Single(ref rest, out set)) || !Count(ref rest, out int least, out int most))
            {
                return null;
            }

            runs.Add(new Run(set, least, most));
        }

        // What is repeated is a character at least, and its end is as clear before itself as before the end.
        bool known = runs == once && (again.Count == 0 || again[0].Least > 0) && IsUnambiguous([.. once, .. again, .. again]);
        return known ? new PatternRuns([.. once], [.. again]) : null;
    }

    internal bool IsMatch(string text)
    {
        int at = 0;
        bool good = Pass(once, text, ref at);
        while (good && again.Length > 0 && at < text.Length)
        {
            good = Pass(again, text, ref at);
        }

        return good && at == text.Length;
    }

    /// <summary>Goes behind the runs, if they stand there.</summary>
    private static bool Pass(Run[] runs, string text, ref int at)
    {
        foreach (Run run in runs)
        {
            int start = at;
            while (at < text.Length && at - start < run.Most && run.Has(text[at]))
            {
                at++;
            }

            if (at - start < run.Least)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether no run may stop early to leave characters for those behind it.</summary>
    private static bool IsUnambiguous(List<Run> runs)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            for (int next = i + 1; next < runs.Count && runs[i].Least != runs[i].Most; next++)
            {
                if ((runs[i].Set & runs[next].Set) != 0)
                {
                    return false;
                }

                if (runs[next].Least > 0)
                {
                    break;
                }
            }
        }

        return true;
    }

    private static bool Class(ref ReadOnlySpan<char> rest, out UInt128 set)
    {
        set = default;
        rest = rest[1..];
        while (!rest.IsEmpty && rest[0] != ']')
        {
            if (!Character(ref rest, "^[&", out char first))
            {
                return false;
            }

            char last = first;
            if (rest.Length > 1 && rest[0] == '-')
            {
                rest = rest[1..];
                if (!Character(ref rest, "^[]&", out last))
                {
                    return false;
                }
            }

            for (int c = first; c <= last; c++)
            {
                set |= UInt128.One << c;
            }
        }

        if (rest.IsEmpty || set == 0)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool Single(ref ReadOnlySpan<char> rest, out UInt128 set)
    {
        bool known = Character(ref rest, ".^$|()[]{}*+?#", out char c);
        set = known ? UInt128.One << c : default;
        return known;
    }

    /// <summary>One ASCII character, alone or behind a backslash that takes its meaning away.</summary>
    private static bool Character(ref ReadOnlySpan<char> rest, string special, out char c)
    {
        bool escaped = rest[0] == '\\' && rest.Length > 1;
        c = escaped ? rest[1] : rest[0];
        rest = rest[(escaped ? 2 : 1)..];
        return c is > ' ' and <= '~' && (escaped ? !char.IsAsciiLetterOrDigit(c) && c != '_' : c != '\\' && !special.Contains(c));
    }

    private static bool Count(ref ReadOnlySpan<char> rest, out int least, out int most)
    {
        (least, most) = rest.IsEmpty ? (1, 1) : rest[0] switch
        {
            '*' => (0, int.MaxValue),
            '+' => (1, int.MaxValue),
            '?' => (0, 1),
            _ => (1, 1),
        };
        bool valid = true;
        if (!rest.IsEmpty && rest[0] == '{')
        {
            int end = rest.IndexOf('}');
            ReadOnlySpan<char> inner = end < 0 ? default : rest[1..end];
            int comma = inner.IndexOf(',');
            ReadOnlySpan<char> upper = comma < 0 ? inner : inner[(comma + 1)..];
            valid = Number(comma < 0 ? inner : inner[..comma], out least) && (Number(upper, out most) || (comma >= 0 && upper.IsEmpty));
            most = comma >= 0 && upper.IsEmpty ? int.MaxValue : most;
            rest = rest[(Math.Max(end, 0) + 1)..];
        }
        else if (!rest.IsEmpty && rest[0] is ('*' or '+' or '?'))
        {
            rest = rest[1..];
        }

        // What follows a count makes it lazy, and is of another kind.
        return valid && (rest.IsEmpty || rest[0] is not ('*' or '+' or '?' or '{'));
    }

    private static bool Number(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length is > 0 and < 6 && !digits.ContainsAnyExceptInRange('0', '9') && int.TryParse(digits, out number);
    }

    private readonly record struct Run(UInt128 Set, int Least, int Most)
    {
        internal bool Has(char c) => c < 128 && (c < 64 ? (Low >> c) & 1 : (High >> (c - 64)) & 1) != 0;

        private ulong Low { get; } = (ulong)Set;

        private ulong High { get; } = (ulong)(Set >> 64);
    }
}
