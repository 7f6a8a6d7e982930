using System;
using System.Text.RegularExpressions;

namespace Contracts.Support;

/// <summary>A pattern of ECMA-262: expressions in .NET's syntax that a text must match, or must not.</summary>
/// <remarks>Each is compiled at its first use. All but those that look around take linear time.</remarks>
internal sealed class Pattern
{
    private readonly PatternRuns? runs;
    private readonly Term[] terms;

    /// <summary>An expression that a text must match, in linear time.</summary>
    internal Pattern(string source)
        : this(Linear(source)) => runs = PatternRuns.Of(source);

    internal Pattern(params Term[] terms) => this.terms = terms;

    internal static Term Linear(string source, bool wanted = true) => new(source, RegexOptions.NonBacktracking, wanted);

    internal static Term Backtracking(string source, bool wanted = true) => new(source, RegexOptions.None, wanted);

    internal bool IsMatch(string text)
    {
        if (runs is not null)
        {
            return runs.IsMatch(text);
        }

        foreach (Term term in terms)
        {
            if (!term.Holds(text))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One expression.</summary>
    internal sealed class Term(string source, RegexOptions engine, bool wanted)
    {
        // Far more than any text needs that does not mean harm.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        private readonly Lazy<Regex> regex = new(() => new Regex(source, RegexOptions.CultureInvariant | engine, Patience));

        internal bool Holds(string text)
        {
            try
            {
                return regex.Value.IsMatch(text) == wanted;
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        }
    }
}
