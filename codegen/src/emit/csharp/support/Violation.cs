using System;

namespace Contracts.Support;

/// <summary>One place where a document does not follow its contract.</summary>
/// <param name="Pointer">JSON Pointer (RFC 6901) to the value that is wrong; empty for the whole document.</param>
/// <param name="Rule">
/// The JSON Schema keyword that is not met, such as <c>minLength</c>; <c>duplicate</c> for a repeated member,
/// <c>json</c> for a text that is not JSON.
/// </param>
/// <param name="Message">What is wrong, in words. Never repeats a value, which may be personal data.</param>
public sealed record Violation(string Pointer, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Pointer.Length == 0 ? "(root)" : Pointer)}: {Message} [{Rule}]";

    /// <summary>Adds one escaped segment in front of a JSON Pointer.</summary>
    internal Violation Under(string segment)
    {
        string escaped = segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return this with { Pointer = $"/{escaped}{Pointer}" };
    }
}
