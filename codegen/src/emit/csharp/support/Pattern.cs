using System;
using System.Text.RegularExpressions;

namespace Contracts.Support;

/// <summary>A pattern of ECMA-262: expressions that a text must match, or must not.</summary>
/// <remarks>Each is compiled at its first use. All but those with back-references take linear time.</remarks>
internal sealed class Pattern
{
    private readonly PatternRuns? runs;
    private readonly Term[] terms;

    /// <summary>An expression of .NET that a text must match.</summary>
    internal Pattern(string source)
        : this(Linear(source)) => runs = PatternRuns.Of(source);

    internal Pattern(params Term[] terms) => this.terms = terms;

    /// <summary>In .NET's syntax, for its engine that takes linear time.</summary>
    internal static Term Linear(string source, bool wanted = true) => new(source, wanted, false);

    /// <summary>With look-around or back-references, for <see cref="EcmaMatcher"/>.</summary>
    internal static Term Ecma(string source, bool wanted = true) => new(source, wanted, true);

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
    /// <param name="source">The expression.</param>
    /// <param name="wanted">Whether a text must match it somewhere, or nowhere.</param>
    /// <param name="ecma">Whether it is for <see cref="EcmaMatcher"/>, or else for .NET.</param>
    internal sealed class Term(string source, bool wanted, bool ecma)
    {
        // .NET's own limit is 1,000 states, which [a-z]{1,255} is above; the generator has one of its own.
        private const string Limit = "REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE";

        private static readonly object Gate = new();

        private readonly Lazy<Func<string, bool?>> isMatch = new(() => ecma ? new EcmaMatcher(source).IsMatch : Compile(source));

        /// <summary>Whether a text is as it must be; one that takes too many steps is not.</summary>
        internal bool Holds(string text) => isMatch.Value(text) == wanted;

        private static Func<string, bool?> Compile(string source)
        {
            lock (Gate)
            {
                object? before = AppContext.GetData(Limit);
                AppContext.SetData(Limit, int.MaxValue);
                try
                {
                    var regex = new Regex(source, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
                    return text => regex.IsMatch(text);
                }
                finally
                {
                    AppContext.SetData(Limit, before);
                }
            }
        }
    }
}
