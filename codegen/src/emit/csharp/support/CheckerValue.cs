using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>A form of a text that has a keyword of its own.</summary>
internal enum TextFormat
{
    Email,
    Uri,
    Uuid,
    DateTime,
    Date,
    Duration,
}

/// <summary>The conditions on single values, and those that see a value as JSON.</summary>
internal sealed partial class Checker
{
    // Null until an assertion asks for it.
    private Func<JsonElement>? root;

    // The root and the values below it, as far as assertions have asked.
    private List<Around>? around;

    /// <summary>All violations of a value taken as a whole document, of which assertions see the JSON.</summary>
    internal static IReadOnlyList<Violation> Run<T>(T value, Action<T, Checker> check, JsonWrite<T> write)
    {
        bool writable = true;
        var checker = new Checker();
        checker.root = () =>
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(Contract.ToUtf8(value, write), Contract.DocumentOptions);
                return document.RootElement.Clone();
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
            {
                // Most of all a null that the compiler could not prevent, which is a violation of its own.
                writable = false;
                return default;
            }
        };
        checker.Whole(value, check);
        if (!writable && checker.violations is null)
        {
            checker.Fail("json", "cannot be written as JSON");
        }

        return checker.Violations;
    }

    /// <summary>An assertion about the value that is being looked at.</summary>
    internal Checker Assert(Assertion assertion)
    {
        if (Current() is { ValueKind: not JsonValueKind.Undefined } element)
        {
            assertion(element, this);
        }

        return this;
    }

    /// <summary>Members that are kept must not be called as those that have a property.</summary>
    internal Checker Kept<T>(IReadOnlyDictionary<string, T>? members, Members declared)
    {
        NotNull(members);
        foreach (string name in declared.Names())
        {
            if (members?.ContainsKey(name) == true)
            {
                Fail("duplicate", $"the field `{name}` appears twice");
            }
        }

        return this;
    }

    /// <summary>Fails, and says what is wrong with the alternative that the value is closest to.</summary>
    internal void Closest(string rule, JsonElement value, Assertion[] arms)
    {
        Fail(rule, rule == "anyOf" ? "must be valid against an alternative" : "must be valid against exactly one alternative");
        List<Violation> violations = this.violations!;
        int start = violations.Count;
        string pointer = violations[^1].Pointer;
        List<Violation>? closest = null;
        bool isFar = false;
        foreach (Assertion arm in arms)
        {
            arm(value, this);
            List<Violation> found = violations.GetRange(start, violations.Count - start);
            violations.RemoveRange(start, found.Count);
            bool far = found.Exists(violation => violation.Rule == "type" && violation.Pointer == pointer);
            if (closest is null || (isFar && !far) || (isFar == far && found.Count < closest.Count))
            {
                (closest, isFar) = (found, far);
            }
        }

        violations.AddRange(closest ?? []);
    }

    internal static bool MinLength(string value, int least, Checker? check)
    {
        if (Text.CodePoints(value) >= least)
        {
            return true;
        }

        check?.Fail("minLength", $"must have at least {least} characters");
        return false;
    }

    internal static bool MaxLength(string value, int most, Checker? check)
    {
        if (value.Length <= most || Text.CodePoints(value) <= most)
        {
            return true;
        }

        check?.Fail("maxLength", $"must have at most {most} characters");
        return false;
    }

    internal static bool Pattern(string value, Pattern pattern, Checker? check)
    {
        if (pattern.IsMatch(value))
        {
            return true;
        }

        check?.Fail("pattern", "must match the pattern");
        return false;
    }

    internal static bool Format(string value, TextFormat format, Checker? check)
    {
        (bool holds, string what) = format switch
        {
            TextFormat.Email => (Text.IsEmail(value), "an e-mail address"),
            TextFormat.Uri => (Text.IsUri(value), "a URI with a scheme"),
            TextFormat.Uuid => (Wire.IsGuid(value), "a UUID with hyphens"),
            TextFormat.DateTime => (Wire.IsTimestamp(value), "an RFC 3339 date-time with an offset, such as 2026-01-14T16:00:00Z"),
            TextFormat.Date => (Wire.IsDate(value), "an RFC 3339 date such as 2026-01-14"),
            _ => (Text.IsDuration(value), "an ISO 8601 duration such as P1DT2H"),
        };
        if (!holds)
        {
            check?.Fail("format", $"must be {what}");
        }

        return holds;
    }

    internal static bool Minimum(Exact value, Exact limit, Checker? check)
    {
        if (value.CompareTo(limit) >= 0)
        {
            return true;
        }

        check?.Fail("minimum", $"must be at least {limit.Plain()}");
        return false;
    }

    internal static bool Maximum(Exact value, Exact limit, Checker? check)
    {
        if (value.CompareTo(limit) <= 0)
        {
            return true;
        }

        check?.Fail("maximum", $"must be at most {limit.Plain()}");
        return false;
    }

    internal static bool ExclusiveMinimum(Exact value, Exact limit, Checker? check)
    {
        if (value.CompareTo(limit) > 0)
        {
            return true;
        }

        check?.Fail("exclusiveMinimum", $"must be greater than {limit.Plain()}");
        return false;
    }

    internal static bool ExclusiveMaximum(Exact value, Exact limit, Checker? check)
    {
        if (value.CompareTo(limit) < 0)
        {
            return true;
        }

        check?.Fail("exclusiveMaximum", $"must be less than {limit.Plain()}");
        return false;
    }

    internal static bool MultipleOf(Exact value, Exact divisor, Checker? check)
    {
        if (value.IsMultipleOf(divisor))
        {
            return true;
        }

        check?.Fail("multipleOf", $"must be a multiple of {divisor.Plain()}");
        return false;
    }

    internal static bool MinItems(int count, int least, Checker? check)
    {
        if (count >= least)
        {
            return true;
        }

        check?.Fail("minItems", $"must have at least {least} items");
        return false;
    }

    internal static bool MaxItems(int count, int most, Checker? check)
    {
        if (count <= most)
        {
            return true;
        }

        check?.Fail("maxItems", $"must have at most {most} items");
        return false;
    }

    internal static bool MinProperties(int count, int least, Checker? check)
    {
        if (count >= least)
        {
            return true;
        }

        check?.Fail("minProperties", $"must have at least {least} members");
        return false;
    }

    internal static bool MaxProperties(int count, int most, Checker? check)
    {
        if (count <= most)
        {
            return true;
        }

        check?.Fail("maxProperties", $"must have at most {most} members");
        return false;
    }

    /// <summary>The JSON of the value that is being looked at; undefined if there is none.</summary>
    private JsonElement Current()
    {
        if (root is { } write)
        {
            root = null;
            around = [new Around(write())];
        }

        while (around is not null && around.Count <= path.Count)
        {
            (string? name, int index) = path[around.Count - 1];
            Around holder = around[^1];
            around.Add(new Around(name is null ? holder.Item(index) : holder.Member(name)));
        }

        return around is null ? default : around[^1].Element;
    }

    /// <summary>A value on the path, and where in it the search for its parts has come to.</summary>
    private sealed class Around(JsonElement element)
    {
        private int lookups;
        private Dictionary<string, JsonElement>? members;
        private JsonElement.ArrayEnumerator items;
        private int position = -1;

        internal JsonElement Element => element;

        internal JsonElement Member(string name)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            // To look through all members for each of them takes too long where they are many.
            lookups++;
            if (lookups < 8)
            {
                return element.TryGetProperty(name, out JsonElement member) ? member : default;
            }

            if (members is null)
            {
                members = new(StringComparer.Ordinal);
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    members[member.Name] = member.Value;
                }
            }

            return members.GetValueOrDefault(name);
        }

        internal JsonElement Item(int index)
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                return default;
            }

            if (position < 0 || index < position)
            {
                (items, position) = (element.EnumerateArray(), -1);
            }

            for (; position < index; position++)
            {
                if (!items.MoveNext())
                {
                    position = -1;
                    return default;
                }
            }

            return items.Current;
        }
    }
}
