using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>A document that does not follow its contract; says where and why.</summary>
/// <remarks>
/// A <see cref="JsonException"/>, so that whoever handles what <see cref="JsonSerializer"/> throws handles this too.
/// Reading stops at the first fault; validation lists every violation.
/// </remarks>
public sealed class ContractException : JsonException
{
    private List<Violation> violations;

    /// <summary>An exception for violations, of which there is at least one.</summary>
    public ContractException(IReadOnlyList<Violation> violations)
        : this(violations, null)
    {
    }

    internal ContractException(string rule, string message, Exception? inner = null)
        : this([new Violation("", rule, message)], inner)
    {
    }

    private ContractException(IReadOnlyList<Violation> violations, Exception? inner)
        : base(null, inner)
    {
        if (violations.Count == 0)
        {
            throw new ArgumentException("There is no violation.", nameof(violations));
        }

        this.violations = [.. violations];
    }

    /// <summary>Everything that is wrong, in the order of the document's type; at least one.</summary>
    public IReadOnlyList<Violation> Violations => violations;

    /// <summary>JSON Pointer (RFC 6901) of the first violation.</summary>
    public string Pointer => violations[0].Pointer;

    /// <summary>Rule of the first violation.</summary>
    public string Rule => violations[0].Rule;

    /// <inheritdoc/>
    public override string Message => string.Join(Environment.NewLine, violations);

    /// <summary>Says that the fault lies in the member or item <paramref name="segment"/> of what is around it.</summary>
    internal void Under(string? segment)
    {
        if (segment is not null)
        {
            violations = violations.ConvertAll(violation => violation.Under(segment));
        }
    }

    internal static ContractException Missing(string member) => new("required", $"the field `{member}` is missing");

    internal static ContractException Duplicate(string member) => new("duplicate", $"the field `{member}` appears twice");

    internal static ContractException NotAllowed(string member) =>
        new("additionalProperties", $"the field `{member}` is not allowed");

    internal static ContractException NotOneOf(params string[] known) => new("enum", $"must be {OneOf(known)}");

    internal static ContractException UnknownTag(string member, params string[] known) =>
        new("enum", $"the field `{member}` must be {OneOf(known)}");

    /// <summary>A value that no alternative fits; says what is wrong with the closest.</summary>
    internal static ContractException NoArm(JsonElement value, params Assertion[] arms)
    {
        var checker = new Checker();
        checker.Closest("anyOf", value, arms);
        return new ContractException(checker.Violations);
    }

    private static string OneOf(string[] known)
    {
        string names = string.Join(", ", known.Select(name => $"`{name}`"));
        return known.Length == 1 ? names : $"one of {names}";
    }
}
