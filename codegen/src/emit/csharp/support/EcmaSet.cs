using System;
using System.Collections.Generic;

namespace Contracts.Support;

/// <summary>A set of code points.</summary>
internal sealed class EcmaSet
{
    private readonly List<(int First, int Last)> ranges = [];
    private readonly bool negated;
    private readonly ulong low;
    private readonly ulong high;

    internal EcmaSet(List<(int First, int Last)> listed, bool negated)
    {
        this.negated = negated;
        listed.Sort();
        foreach ((int first, int last) in listed)
        {
            if (ranges.Count > 0 && first <= ranges[^1].Last)
            {
                ranges[^1] = (ranges[^1].First, Math.Max(last, ranges[^1].Last));
            }
            else
            {
                ranges.Add((first, last));
            }
        }

        for (int c = 0; c < 64; c++)
        {
            low |= Lists(c) != negated ? 1UL << c : 0;
            high |= Lists(c + 64) != negated ? 1UL << c : 0;
        }
    }

    /// <summary>Whether it has a code point; -1, where there is none, is in no set.</summary>
    internal bool Has(int c) => c >= 0 && (c < 128 ? (((c < 64 ? low : high) >> (c & 63)) & 1) != 0 : Lists(c) != negated);

    private bool Lists(int c)
    {
        int from = 0;
        int to = ranges.Count;
        while (from < to)
        {
            int middle = (from + to) / 2;
            if (ranges[middle].Last < c)
            {
                from = middle + 1;
            }
            else if (c < ranges[middle].First)
            {
                to = middle;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
