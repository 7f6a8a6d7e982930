using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace Contracts.Support;

/// <summary>A regular expression that is compiled at its first use.</summary>
/// <param name="terms">What must all hold.</param>
internal sealed class Pattern(params Pattern.Term[] terms)
{
    private readonly Lazy<(Regex Regex, bool Wanted)[]> compiled =
        new(() => terms.Select(term => (term.Compile(), term.Wanted)).ToArray());

    /// <summary>A single expression, whose matching takes linear time.</summary>
    /// <param name="source">The expression, in .NET's syntax.</param>
    internal Pattern(string source)
        : this(new Term(source))
    {
    }

    internal bool IsMatch(string text)
    {
        foreach (var (regex, wanted) in compiled.Value)
        {
            if (regex.IsMatch(text) != wanted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A part of a pattern.</summary>
    /// <param name="Source">The expression, in .NET's syntax.</param>
    /// <param name="Wanted">Whether a text must match it somewhere, or nowhere.</param>
    /// <param name="Backtracks">Whether it has look-around or back-references; else matching takes linear time.</param>
    internal readonly record struct Term(string Source, bool Wanted = true, bool Backtracks = false)
    {
        // .NET's own limit is 1,000 states, which [a-z]{1,255} is above; this is the generator's.
        private const string Limit = "REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE";
        private static readonly object Gate = new();

        internal Regex Compile()
        {
            if (Backtracks)
            {
                return new(Source, RegexOptions.CultureInvariant);
            }

            lock (Gate)
            {
                var before = AppContext.GetData(Limit);
                AppContext.SetData(Limit, int.MaxValue);
                try
                {
                    return new(Source, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
                }
                finally
                {
                    AppContext.SetData(Limit, before);
                }
            }
        }
    }
}
