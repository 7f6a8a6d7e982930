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

    // How much of it leads to the object whose members are being looked at.
    private int depth;

    internal IReadOnlyList<Violation> Violations => violations is null ? Array.Empty<Violation>() : violations;

    /// <summary>All violations of a value taken as a whole document.</summary>
    internal static IReadOnlyList<Violation> Run<T>(T value, Action<T, Checker> check)
    {
        var checker = new Checker();
        checker.Whole(value, check);
        return checker.Violations;
    }

    /// <summary>Looks at a member of the object that is being looked at, until the next one or <see cref="Self"/>.</summary>
    internal Checker Member(string name)
    {
        Cut(depth);
        path.Add((name, 0));
        return this;
    }

    /// <summary>The same of a member that the compiler could not prevent from being null.</summary>
    internal Checker Member(string name, object? value)
    {
        Member(name);
        NotNull(value);
        return this;
    }

    /// <summary>Looks at the object itself again.</summary>
    internal Checker Self()
    {
        Cut(depth);
        return this;
    }

    /// <summary>Looks at the value at this place by the rules of its type; a null is no matter of theirs.</summary>
    internal Checker Object<T>(T? value, Action<T, Checker> check)
    {
        if (value is not null)
        {
            Into(value, check);
        }

        return this;
    }

    /// <summary>The same for a value that may not be there.</summary>
    internal Checker Given<T>(T? value, Action<T, Checker> check)
        where T : struct
    {
        if (value is { } present)
        {
            Into(present, check);
        }

        return this;
    }

    /// <summary>Goes down into a member of the value at this place.</summary>
    internal void Enter(string name) => path.Add((name, 0));

    /// <summary>Goes down into an item of the value at this place.</summary>
    internal void Enter(int index) => path.Add((null, index));

    /// <summary>Goes back to what is around.</summary>
    internal void Leave() => Cut(path.Count - 1);

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

    internal Checker MinLength(string? value, int least) => Held(value is null || MinLength(value, least, this));

    internal Checker MaxLength(string? value, int most) => Held(value is null || MaxLength(value, most, this));

    internal Checker Pattern(string? value, Pattern pattern) => Held(value is null || Pattern(value, pattern, this));

    internal Checker Email(string? value) => Format(value, TextFormat.Email);

    internal Checker Uri(string? value) => Format(value, TextFormat.Uri);

    internal Checker Duration(string? value) => Format(value, TextFormat.Duration);

    internal Checker Format(string? value, TextFormat format) => Held(value is null || Format(value, format, this));

    internal Checker Finite(double? value) => Hold(value is null || double.IsFinite(value.Value), "type", "must be a finite number");

    internal Checker Minimum(decimal? value, decimal limit)
    {
        if (value < limit)
        {
            Fail("minimum", FormattableString.Invariant($"must be at least {limit}"));
        }

        return this;
    }

    internal Checker Maximum(decimal? value, decimal limit)
    {
        if (value > limit)
        {
            Fail("maximum", FormattableString.Invariant($"must be at most {limit}"));
        }

        return this;
    }

    internal Checker ExclusiveMinimum(decimal? value, decimal limit)
    {
        if (value <= limit)
        {
            Fail("exclusiveMinimum", FormattableString.Invariant($"must be greater than {limit}"));
        }

        return this;
    }

    internal Checker ExclusiveMaximum(decimal? value, decimal limit)
    {
        if (value >= limit)
        {
            Fail("exclusiveMaximum", FormattableString.Invariant($"must be less than {limit}"));
        }

        return this;
    }

    internal Checker Minimum(double? value, double limit)
    {
        if (value < limit)
        {
            Fail("minimum", FormattableString.Invariant($"must be at least {limit}"));
        }

        return this;
    }

    internal Checker Maximum(double? value, double limit)
    {
        if (value > limit)
        {
            Fail("maximum", FormattableString.Invariant($"must be at most {limit}"));
        }

        return this;
    }

    internal Checker ExclusiveMinimum(double? value, double limit)
    {
        if (value <= limit)
        {
            Fail("exclusiveMinimum", FormattableString.Invariant($"must be greater than {limit}"));
        }

        return this;
    }

    internal Checker ExclusiveMaximum(double? value, double limit)
    {
        if (value >= limit)
        {
            Fail("exclusiveMaximum", FormattableString.Invariant($"must be less than {limit}"));
        }

        return this;
    }

    internal Checker MultipleOf(decimal? value, decimal divisor)
    {
        if (value is not null && !(divisor != 0 && value % divisor == 0))
        {
            Fail("multipleOf", FormattableString.Invariant($"must be a multiple of {divisor}"));
        }

        return this;
    }

    internal Checker Minimum(JsonNumber? value, Exact limit) => Held(value is null || Minimum(value.Value.Exact, limit, this));

    internal Checker Maximum(JsonNumber? value, Exact limit) => Held(value is null || Maximum(value.Value.Exact, limit, this));

    internal Checker ExclusiveMinimum(JsonNumber? value, Exact limit) => Held(value is null || ExclusiveMinimum(value.Value.Exact, limit, this));

    internal Checker ExclusiveMaximum(JsonNumber? value, Exact limit) => Held(value is null || ExclusiveMaximum(value.Value.Exact, limit, this));

    internal Checker MultipleOf(JsonNumber? value, Exact divisor) => Held(value is null || MultipleOf(value.Value.Exact, divisor, this));

    internal Checker MinItems<T>(IReadOnlyList<T>? list, int least) => Held(list is null || MinItems(list.Count, least, this));

    internal Checker MaxItems<T>(IReadOnlyList<T>? list, int most) => Held(list is null || MaxItems(list.Count, most, this));

    internal Checker MinProperties(int? count, int least) => Held(count is null || MinProperties(count.Value, least, this));

    internal Checker MaxProperties(int? count, int most) => Held(count is null || MaxProperties(count.Value, most, this));

    /// <summary>No two items are equal as JSON, where 1.0 equals 1.</summary>
    internal Checker UniqueItems<T>(IReadOnlyList<T>? list, JsonWrite<T> write)
    {
        if (list is null || list.Count < 2)
        {
            return this;
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
            break;
        }

        return this;
    }

    /// <summary>No item is a null that the compiler could not prevent.</summary>
    internal Checker Items<T>(IReadOnlyList<T>? list) => Items(list, Nothing);

    /// <summary>No value is a null that the compiler could not prevent.</summary>
    internal Checker Values<T>(IReadOnlyDictionary<string, T>? map) => Values(map, Nothing);

    /// <summary>Looks at every item of a list.</summary>
    internal Checker Items<T>(IReadOnlyList<T>? list, Action<T, Checker> check, bool nulls = false)
    {
        for (int i = 0; i < list?.Count; i++)
        {
            path.Add((null, i));
            Part(list[i], check, nulls);
        }

        return this;
    }

    /// <summary>Looks at every value of a map, in the order of the wire.</summary>
    internal Checker Values<T>(IReadOnlyDictionary<string, T>? map, Action<T, Checker> check, bool nulls = false)
    {
        if (map is null)
        {
            return this;
        }

        int start = violations?.Count ?? 0;
        foreach ((string key, T value) in map)
        {
            path.Add((key, 0));
            Part(value, check, nulls);
        }

        // The order matters to violations alone.
        if (map.Count < 2 || violations is null || violations.Count == start)
        {
            return this;
        }

        violations.RemoveRange(start, violations.Count - start);
        foreach (string key in Wire.KeysInOrder(map))
        {
            path.Add((key, 0));
            Part(map[key], check, nulls);
        }

        return this;
    }

    private static void Nothing<T>(T value, Checker check)
    {
    }

    /// <summary>Looks at the item or value that the path has come to, and goes back.</summary>
    private void Part<T>(T value, Action<T, Checker> check, bool nulls)
    {
        if (value is null && !nulls)
        {
            NotNull(value);
        }
        else
        {
            Into(value, check);
        }

        Leave();
    }

    private void Whole<T>(T value, Action<T, Checker> check)
    {
        if (value is null)
        {
            NotNull(value);
        }
        else
        {
            check(value, this);
        }
    }

    /// <summary>Looks at a value at this place, whose members are looked at then.</summary>
    private void Into<T>(T value, Action<T, Checker> check)
    {
        (int outer, int here) = (depth, path.Count);
        depth = here;
        check(value, this);
        depth = outer;
        Cut(here);
    }

    /// <summary>Goes back along the path.</summary>
    private void Cut(int length)
    {
        if (path.Count > length)
        {
            path.RemoveRange(length, path.Count - length);
        }

        if (around is not null && around.Count > length + 1)
        {
            around.RemoveRange(length + 1, around.Count - length - 1);
        }
    }

    private Checker Hold(bool holds, string rule, string message)
    {
        if (!holds)
        {
            Fail(rule, message);
        }

        return this;
    }

    /// <summary>Goes on, whatever came of a condition that tells by itself.</summary>
    private Checker Held(bool _) => this;
}
