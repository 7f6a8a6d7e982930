using System;
using System.Text.RegularExpressions;

namespace Contracts.Support;

/// <summary>A regular expression that is compiled at its first use, and whose matching takes linear time.</summary>
/// <param name="source">The expression, in .NET's syntax.</param>
internal sealed class Pattern(string source)
{
    private readonly Lazy<Regex> regex =
        new(() => new Regex(source, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));

    internal bool IsMatch(string text) => regex.Value.IsMatch(text);
}
