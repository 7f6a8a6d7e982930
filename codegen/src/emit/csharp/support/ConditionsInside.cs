using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>Conditions on what is inside of a value, and those that are made of others.</summary>
internal static partial class Conditions
{
    internal static bool MinItems(JsonElement value, int least, Checker? check) =>
        value.ValueKind != JsonValueKind.Array || Checker.MinItems(value.GetArrayLength(), least, check);

    internal static bool MaxItems(JsonElement value, int most, Checker? check) =>
        value.ValueKind != JsonValueKind.Array || Checker.MaxItems(value.GetArrayLength(), most, check);

    internal static bool MinProperties(JsonElement value, int least, Checker? check) =>
        value.ValueKind != JsonValueKind.Object || Checker.MinProperties(Count(value), least, check);

    internal static bool MaxProperties(JsonElement value, int most, Checker? check) =>
        value.ValueKind != JsonValueKind.Object || Checker.MaxProperties(Count(value), most, check);

    /// <summary><c>uniqueItems</c></summary>
    internal static bool UniqueItems(JsonElement value, Checker? check)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < 2)
        {
            return true;
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonElement item in value.EnumerateArray())
        {
            string text = Canonical.Of(item);
            if (!seen.TryAdd(text, seen.Count))
            {
                check?.Fail("uniqueItems", $"items must differ, items {seen[text]} and {seen.Count} are equal");
                return false;
            }
        }

        return true;
    }

    /// <summary>One item of <c>prefixItems</c>.</summary>
    internal static bool Item(JsonElement value, int index, Assertion item, Checker? check) =>
        value.ValueKind != JsonValueKind.Array
        || value.GetArrayLength() <= index
        || At(index, value[index], item, check);

    /// <summary><c>items</c>: what comes behind the prefix.</summary>
    internal static bool Items(JsonElement value, int start, Assertion item, Checker? check)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        bool holds = true;
        int index = 0;
        foreach (JsonElement one in value.EnumerateArray())
        {
            holds &= index < start || At(index, one, item, check);
            index++;
            if (!holds && check is null)
            {
                return false;
            }
        }

        return holds;
    }

    /// <summary><c>items: false</c></summary>
    internal static bool NoItems(JsonElement value, int start, Checker? check)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= start)
        {
            return true;
        }

        check?.Fail("items", $"must have at most {start} items");
        return false;
    }

    /// <summary><c>contains</c>, with how often.</summary>
    internal static bool Contains(JsonElement value, Assertion? item, int least, int most, Checker? check)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        int count = 0;
        foreach (JsonElement one in value.EnumerateArray())
        {
            count += item is null || item(one, null) ? 1 : 0;
        }

        if (count < least)
        {
            check?.Fail("contains", $"must contain at least {least} such items");
        }
        else if (count > most)
        {
            check?.Fail("maxContains", $"must contain at most {most} such items");
        }

        return count >= least && count <= most;
    }

    /// <summary><c>required</c></summary>
    internal static bool Required(JsonElement value, string name, Checker? check)
    {
        if (value.ValueKind != JsonValueKind.Object || value.TryGetProperty(name, out _))
        {
            return true;
        }

        check?.Fail("required", $"the field `{name}` is missing");
        return false;
    }

    /// <summary><c>dependentRequired</c></summary>
    internal static bool DependentRequired(JsonElement value, string name, string needed, Checker? check)
    {
        if (!Has(value, name) || value.TryGetProperty(needed, out _))
        {
            return true;
        }

        check?.Fail("dependentRequired", $"the field `{needed}` is missing, which `{name}` needs");
        return false;
    }

    /// <summary><c>propertyNames</c></summary>
    internal static bool PropertyNames(JsonElement value, Assertion name, Checker? check)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool holds = true;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!name(JsonSerializer.SerializeToElement(member.Name), null))
            {
                check?.Fail("propertyNames", "a member has a name that is not allowed");
                holds = false;
            }
        }

        return holds;
    }

    /// <summary>One member of <c>properties</c>.</summary>
    internal static bool Member(JsonElement value, string name, Assertion member, Checker? check) =>
        value.ValueKind != JsonValueKind.Object
        || !value.TryGetProperty(name, out JsonElement inner)
        || At(name, inner, member, check);

    /// <summary>A member that is not allowed.</summary>
    internal static bool Unexpected(string rule, Checker? check)
    {
        check?.Fail(rule, "a member is not allowed");
        return false;
    }

    /// <summary>Whether an object has a member.</summary>
    internal static bool Has(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out _);

    /// <summary><c>anyOf</c></summary>
    internal static bool Any(JsonElement value, Assertion[] arms, Checker? check)
    {
        foreach (Assertion arm in arms)
        {
            if (arm(value, null))
            {
                return true;
            }
        }

        check?.Closest("anyOf", value, arms);
        return false;
    }

    /// <summary><c>oneOf</c>; null stands for an arm that accepts everything.</summary>
    internal static bool One(JsonElement value, Assertion?[] arms, Checker? check)
    {
        int count = 0;
        foreach (Assertion? arm in arms)
        {
            count += arm is null || arm(value, null) ? 1 : 0;
        }

        if (count == 0)
        {
            check?.Closest("oneOf", value, arms!);
        }
        else if (count > 1)
        {
            check?.Fail("oneOf", "must be valid against exactly one alternative, not several");
        }

        return count == 1;
    }

    /// <summary><c>not</c></summary>
    internal static bool Not(JsonElement value, Assertion inner, Checker? check)
    {
        if (!inner(value, null))
        {
            return true;
        }

        check?.Fail("not", "must not be of the excluded form");
        return false;
    }

    /// <summary><c>unevaluatedProperties</c>; null stands for <c>false</c>.</summary>
    internal static bool UnevaluatedMembers(JsonElement value, Evaluation evaluation, Assertion? rest, Checker? check)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var seen = new Evaluated();
        evaluation(value, seen);
        bool holds = true;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (seen.Has(member.Name))
            {
                continue;
            }

            holds &= rest is null ? Unexpected("unevaluatedProperties", check) : At(member.Name, member.Value, rest, check);
            if (!holds && check is null)
            {
                return false;
            }
        }

        return holds;
    }

    /// <summary><c>unevaluatedItems</c>; null stands for <c>false</c>.</summary>
    internal static bool UnevaluatedItems(JsonElement value, Evaluation evaluation, Assertion? rest, Checker? check)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var seen = new Evaluated();
        evaluation(value, seen);
        bool holds = true;
        int index = -1;
        foreach (JsonElement item in value.EnumerateArray())
        {
            index++;
            if (seen.Has(index))
            {
                continue;
            }

            if (rest is null)
            {
                check?.Fail("unevaluatedItems", "an item is not allowed");
                holds = false;
            }
            else
            {
                holds &= At(index, item, rest, check);
            }

            if (!holds && check is null)
            {
                return false;
            }
        }

        return holds;
    }

    /// <summary>Looks at a member by its name.</summary>
    internal static bool At(string name, JsonElement value, Assertion member, Checker? check)
    {
        check?.Enter(name);
        bool holds = member(value, check);
        check?.Leave();
        return holds;
    }

    private static bool At(int index, JsonElement value, Assertion item, Checker? check)
    {
        check?.Enter(index);
        bool holds = item(value, check);
        check?.Leave();
        return holds;
    }

    private static int Count(JsonElement value)
    {
        int count = 0;
        foreach (JsonProperty _ in value.EnumerateObject())
        {
            count++;
        }

        return count;
    }
}
