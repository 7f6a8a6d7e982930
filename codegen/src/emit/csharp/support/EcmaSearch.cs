using System;
using System.Collections.Generic;

namespace Contracts.Support;

/// <summary>Tries one way after the other, as ECMA-262 says it (22.2.2), and counts the steps.</summary>
internal sealed class EcmaSearch
{
    /// <summary>How many steps a text may take; the same in Rust.</summary>
    private const int Most = 1_000_000;

    private readonly EcmaProgram program;
    private readonly string text;
    private readonly ulong[] holds;
    private readonly int width;

    /// <summary>
    /// Where each group was opened, where it starts and where it ends, and then the marks of the loops; -1 where nothing
    /// is.
    /// </summary>
    private readonly int[] kept;
    private readonly List<Entry> stack = [];

    /// <summary>The places on the stack where the look-arounds began that this step is in.</summary>
    private readonly Stack<int> looks = new();
    private readonly int marks;
    private int left = Most;

    internal EcmaSearch(EcmaProgram program, string text, ulong[] holds)
    {
        this.program = program;
        this.text = text;
        this.holds = holds;
        width = (text.Length / 64) + 1;
        marks = (program.Groups + 1) * 3;
        kept = new int[marks + program.Loops];
        Array.Fill(kept, -1);
    }

    private enum Kind
    {
        /// <summary>Another way: a step and a place.</summary>
        Way,

        /// <summary>What was kept: where, and what.</summary>
        Kept,

        /// <summary>A look-around: the step behind it, and the place where it began.</summary>
        Look,
        NegatedLook,
    }

    /// <summary>Whether the program matches anywhere; null if that takes too many steps.</summary>
    internal bool? Find()
    {
        int at = 0;
        while (true)
        {
            bool found = From(at);
            if (left < 0)
            {
                return null;
            }

            if (found || program.Whole.Anchored || EcmaMatcher.After(text, at, out at) < 0)
            {
                return found;
            }
        }
    }

    /// <summary>Whether it matches from here on; what it says counts only if there are steps left.</summary>
    private bool From(int at)
    {
        int next = 0;
        while (--left >= 0)
        {
            EcmaStep step = program.Whole.Steps[next];
            bool goesOn = true;
            switch (step.Op)
            {
                case EcmaOp.Match:
                    return true;
                case EcmaOp.Jump:
                    next = step.First - 1;
                    break;
                case EcmaOp.Split:
                    stack.Add(new(Kind.Way, step.Second, at));
                    next = step.First - 1;
                    break;
                case EcmaOp.Look:
                    looks.Push(stack.Count);
                    stack.Add(new(step.Second == 0 ? Kind.Look : Kind.NegatedLook, step.First, at));
                    break;
                case EcmaOp.LookEnd:
                    goesOn = LookEnd(ref at);
                    break;
                default:
                    goesOn = Simple(step, ref at);
                    break;
            }

            next++;
            if (!goesOn && (left < 0 || !Back(out next, out at)))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A step that the next one follows.</summary>
    private bool Simple(EcmaStep step, ref int at)
    {
        int group = step.First * 3;
        switch (step.Op)
        {
            case EcmaOp.Take:
                return program.Sets[step.First].Has(EcmaMatcher.After(text, at, out at));
            case EcmaOp.TakeBack:
                return program.Sets[step.First].Has(EcmaMatcher.Before(text, at, out at));
            case EcmaOp.Refer:
                return Refer(group, ref at, false);
            case EcmaOp.ReferBack:
                return Refer(group, ref at, true);
            case EcmaOp.Start:
                return at == 0;
            case EcmaOp.End:
                return at == text.Length;
            case EcmaOp.Boundary:
                return EcmaMatcher.IsBoundary(text, at) == (step.Second == 0);
            case EcmaOp.Holds:
                return EcmaMatcher.Holds(holds, step.First, width, at) == (step.Second == 0);
            case EcmaOp.Open:
                Keep(group, at);
                return true;
            case EcmaOp.Close:
                int opened = kept[group];
                Keep(group + 1, Math.Min(at, opened));
                Keep(group + 2, Math.Max(at, opened));
                return true;
            case EcmaOp.Reset:
                for (int each = step.First; each < step.Second; each++)
                {
                    Keep((each * 3) + 1, -1);
                    Keep((each * 3) + 2, -1);
                }

                left -= step.Second - step.First;
                return left >= 0;
            case EcmaOp.Mark:
                Keep(marks + step.First, at);
                return true;
            case EcmaOp.Progress:
                return kept[marks + step.First] != at;
            default:
                return false;
        }
    }

    /// <summary>The text of a group once more, which is empty if the group has not matched; each character is a step.</summary>
    private bool Refer(int group, ref int at, bool back)
    {
        int own = kept[group + (back ? 2 : 1)];
        int end = kept[group + (back ? 1 : 2)];
        while (own != end)
        {
            if (--left < 0)
            {
                return false;
            }

            int a = back ? EcmaMatcher.Before(text, own, out own) : EcmaMatcher.After(text, own, out own);
            int b = back ? EcmaMatcher.Before(text, at, out at) : EcmaMatcher.After(text, at, out at);
            if (a != b)
            {
                return false;
            }
        }

        return true;
    }

    private void Keep(int slot, int value)
    {
        if (kept[slot] != value)
        {
            stack.Add(new(Kind.Kept, slot, kept[slot]));
            kept[slot] = value;
        }
    }

    /// <summary>What the innermost look-around looks for is there; whether that was wanted.</summary>
    private bool LookEnd(ref int at)
    {
        int from = looks.Pop();
        if (stack[from].Kind == Kind.NegatedLook)
        {
            for (int i = stack.Count - 1; i > from; i--)
            {
                if (stack[i].Kind == Kind.Kept)
                {
                    kept[stack[i].First] = stack[i].Second;
                }
            }

            stack.RemoveRange(from, stack.Count - from);
            return false;
        }

        // There is no way back into it, but what it kept is given back by who goes back past it.
        at = stack[from].Second;
        int end = from;
        for (int i = from + 1; i < stack.Count; i++)
        {
            if (stack[i].Kind == Kind.Kept)
            {
                stack[end++] = stack[i];
            }
        }

        stack.RemoveRange(end, stack.Count - end);
        return true;
    }

    /// <summary>The last other way, if there is one.</summary>
    private bool Back(out int next, out int at)
    {
        while (stack.Count > 0)
        {
            Entry entry = stack[^1];
            stack.RemoveAt(stack.Count - 1);
            (next, at) = (entry.First, entry.Second);
            switch (entry.Kind)
            {
                case Kind.Way:
                    return true;
                case Kind.Kept:
                    kept[next] = at;
                    break;
                case Kind.NegatedLook:
                    looks.Pop();
                    return true;
                case Kind.Look:
                    looks.Pop();
                    break;
            }
        }

        (next, at) = (0, 0);
        return false;
    }

    private readonly record struct Entry(Kind Kind, int First, int Second);
}
