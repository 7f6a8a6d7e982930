using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>Adds what a schema evaluates of a value.</summary>
internal delegate void Evaluation(JsonElement value, Evaluated seen);

/// <summary>The members of an object, or the items of an array, that some keyword looks at.</summary>
internal sealed class Evaluated
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<int> indices = [];
    private int prefix;
    private bool all;

    internal bool Has(string name) => all || names.Contains(name);

    internal bool Has(int index) => all || index < prefix || indices.Contains(index);

    internal void All() => all = true;

    internal void Members(params string[] evaluated) => names.UnionWith(evaluated);

    /// <summary>The members whose name fits.</summary>
    internal void Members(JsonElement value, Pattern pattern)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (pattern.IsMatch(member.Name))
            {
                names.Add(member.Name);
            }
        }
    }

    internal void Items(int count) => prefix = Math.Max(prefix, count);

    /// <summary>The items that <c>contains</c> accepts.</summary>
    internal void Items(JsonElement value, Assertion contained)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (contained(item, null))
            {
                indices.Add(index);
            }

            index++;
        }
    }
}
