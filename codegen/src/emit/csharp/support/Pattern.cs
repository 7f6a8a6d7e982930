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

    internal static Term Linear(string source, bool wanted = true) => new(source, wanted, false);

    internal static Term Backtracking(string source, bool wanted = true) => new(source, wanted, true);

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
    /// <param name="source">The expression, in .NET's syntax.</param>
    /// <param name="wanted">Whether a text must match it somewhere, or nowhere.</param>
    /// <param name="backtracks">Whether it has look-around or back-references; else matching takes linear time.</param>
    internal sealed class Term(string source, bool wanted, bool backtracks)
    {
        // .NET's own limit is 1,000 states, which [a-z]{1,255} is above; the generator has one of its own.
        private const string Limit = "REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE";

        // Far more than any text needs that does not mean harm.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
        private static readonly object Gate = new();

        private readonly Lazy<Regex> regex = new(() => Compile(source, backtracks));

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

        private static Regex Compile(string source, bool backtracks)
        {
            if (backtracks)
            {
                return new(source, RegexOptions.CultureInvariant, Patience);
            }

            lock (Gate)
            {
                object? before = AppContext.GetData(Limit);
                AppContext.SetData(Limit, int.MaxValue);
                try
                {
                    return new(source, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
                }
                finally
                {
                    AppContext.SetData(Limit, before);
                }
            }
        }
    }
}
