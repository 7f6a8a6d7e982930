using System;
using System.Collections.Generic;
using System.Globalization;

namespace Contracts.Support;

/// <summary>Collects violations, and knows the place that is being looked at.</summary>
internal sealed partial class Checker
{
    private List<Violation>? violations;

    // A name, or the number of an item.
    private readonly List<(string? Name, int Index)> path = [];

    internal IReadOnlyList<Violation> Violations => violations is null ? Array.Empty<Violation>() : violations;

    /// <summary>All violations of a value taken as a whole document.</summary>
    internal static IReadOnlyList<Violation> Run<T>(T value, Action<T, Checker> check)
    {
        var checker = new Checker();
        check(value, checker);
        return checker.Violations;
    }

    /// <summary>Goes down into a member.</summary>
    internal void Enter(string name) => path.Add((name, 0));

    /// <summary>Goes down into an item.</summary>
    internal void Enter(int index) => path.Add((null, index));

    /// <summary>Goes back to what is around.</summary>
    internal void Leave()
    {
        path.RemoveAt(path.Count - 1);
        if (around is not null && around.Count > path.Count + 1)
        {
            around.RemoveAt(around.Count - 1);
        }
    }

    internal void Fail(string rule, string message)
    {
        var violation = new Violation("", rule, message);
        for (int i = path.Count - 1; i >= 0; i--)
        {
            violation = violation.Under(path[i].Name ?? path[i].Index.ToString(CultureInfo.InvariantCulture));
        }

        (violations ??= []).Add(violation);
    }

    /// <summary>False for a null that the compiler could not prevent.</summary>
    internal bool NotNull(object? value)
    {
        if (value is null)
        {
            Fail("type", "must not be null");
        }

        return value is not null;
    }

    internal void MinLength(string value, int least) => MinLength(value, least, this);

    internal void MaxLength(string value, int most) => MaxLength(value, most, this);

    internal void Pattern(string value, Pattern pattern) => Pattern(value, pattern, this);

    internal void Email(string value) => Format(value, TextFormat.Email, this);

    internal void Uri(string value) => Format(value, TextFormat.Uri, this);

    internal void Duration(string value) => Format(value, TextFormat.Duration, this);

    internal void Format(string value, TextFormat format) => Format(value, format, this);

    internal void Finite(double value) => Hold(double.IsFinite(value), "type", "must be a finite number");

    internal void Minimum(decimal value, decimal limit)
    {
        if (value < limit)
        {
            Fail("minimum", FormattableString.Invariant($"must be at least {limit}"));
        }
    }

    internal void Maximum(decimal value, decimal limit)
    {
        if (value > limit)
        {
            Fail("maximum", FormattableString.Invariant($"must be at most {limit}"));
        }
    }

    internal void ExclusiveMinimum(decimal value, decimal limit)
    {
        if (value <= limit)
        {
            Fail("exclusiveMinimum", FormattableString.Invariant($"must be greater than {limit}"));
        }
    }

    internal void ExclusiveMaximum(decimal value, decimal limit)
    {
        if (value >= limit)
        {
            Fail("exclusiveMaximum", FormattableString.Invariant($"must be less than {limit}"));
        }
    }

    internal void Minimum(double value, double limit)
    {
        if (value < limit)
        {
            Fail("minimum", FormattableString.Invariant($"must be at least {limit}"));
        }
    }

    internal void Maximum(double value, double limit)
    {
        if (value > limit)
        {
            Fail("maximum", FormattableString.Invariant($"must be at most {limit}"));
        }
    }

    internal void ExclusiveMinimum(double value, double limit)
    {
        if (value <= limit)
        {
            Fail("exclusiveMinimum", FormattableString.Invariant($"must be greater than {limit}"));
        }
    }

    internal void ExclusiveMaximum(double value, double limit)
    {
        if (value >= limit)
        {
            Fail("exclusiveMaximum", FormattableString.Invariant($"must be less than {limit}"));
        }
    }

    internal void MultipleOf(decimal value, decimal divisor)
    {
        if (!(divisor != 0 && value % divisor == 0))
        {
            Fail("multipleOf", FormattableString.Invariant($"must be a multiple of {divisor}"));
        }
    }

    internal void Minimum(JsonNumber value, Exact limit) => Minimum(value.Exact, limit, this);

    internal void Maximum(JsonNumber value, Exact limit) => Maximum(value.Exact, limit, this);

    internal void ExclusiveMinimum(JsonNumber value, Exact limit) => ExclusiveMinimum(value.Exact, limit, this);

    internal void ExclusiveMaximum(JsonNumber value, Exact limit) => ExclusiveMaximum(value.Exact, limit, this);

    internal void MultipleOf(JsonNumber value, Exact divisor) => MultipleOf(value.Exact, divisor, this);

    internal void MinItems<T>(IReadOnlyList<T> list, int least) => MinItems(list.Count, least, this);

    internal void MaxItems<T>(IReadOnlyList<T> list, int most) => MaxItems(list.Count, most, this);

    internal void MinProperties(int count, int least) => MinProperties(count, least, this);

    internal void MaxProperties(int count, int most) => MaxProperties(count, most, this);

    /// <summary>No two items are equal as JSON, where 1.0 equals 1.</summary>
    internal void UniqueItems<T>(IReadOnlyList<T> list, JsonWrite<T> write)
    {
        if (list.Count < 2)
        {
            return;
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < list.Count; i++)
        {
            // What cannot be written is a violation of its own.
            if (list[i] is null || Canonical.Of(list[i], write) is not { } text || seen.TryAdd(text, i))
            {
                continue;
            }

            Fail("uniqueItems", $"items must differ, items {seen[text]} and {i} are equal");
            return;
        }
    }

    /// <summary>Looks at every item of a list.</summary>
    internal void Items<T>(IReadOnlyList<T> list, Action<T, Checker> check)
    {
        for (int i = 0; i < list.Count; i++)
        {
            Enter(i);
            check(list[i], this);
            Leave();
        }
    }

    /// <summary>Looks at every value of a map, in the order of the wire.</summary>
    internal void Values<T>(IReadOnlyDictionary<string, T> map, Action<T, Checker> check)
    {
        int start = violations?.Count ?? 0;
        foreach ((string key, T value) in map)
        {
            Enter(key);
            check(value, this);
            Leave();
        }

        // The order matters to violations alone.
        if (map.Count < 2 || violations is null || violations.Count == start)
        {
            return;
        }

        violations.RemoveRange(start, violations.Count - start);
        foreach (string key in Wire.KeysInOrder(map))
        {
            Enter(key);
            check(map[key], this);
            Leave();
        }
    }

    private void Hold(bool holds, string rule, string message)
    {
        if (!holds)
        {
            Fail(rule, message);
        }
    }
}
