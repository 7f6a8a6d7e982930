using System;
using System.Collections.Generic;

namespace Contracts.Support;

/// <summary>What a step does; the next one follows, if nothing else is said.</summary>
internal enum EcmaOp
{
    /// <summary>Takes a character of a set.</summary>
    Take,

    /// <summary>Likewise, the one before this place.</summary>
    TakeBack,

    /// <summary>Goes on at the first, and if that does not succeed at the second.</summary>
    Split,
    Jump,
    Start,
    End,
    Boundary,

    /// <summary>A look-around without captures.</summary>
    Holds,
    Match,

    /// <summary>A group begins here. This and what follows is only in expressions with back-references.</summary>
    Open,
    Close,

    /// <summary>Forgets what the groups matched, from the first to before the second.</summary>
    Reset,

    /// <summary>A round of a loop begins here.</summary>
    Mark,

    /// <summary>Something must have been taken since the mark.</summary>
    Progress,
    Refer,
    ReferBack,

    /// <summary>A look-around with captures, which goes on at the first if it is negated and does not fit.</summary>
    Look,
    LookEnd,
}

/// <summary>A step, with what it is about; the second is 1 where it is negated.</summary>
internal readonly record struct EcmaStep(EcmaOp Op, int First = 0, int Second = 0);

/// <summary>The steps of an expression, or of a look-around in it.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Back">Whether it goes through the text from its end.</param>
/// <param name="Anchored">Whether it fits only where the text starts, or ends for one that goes back.</param>
internal sealed record EcmaMachine(EcmaStep[] Steps, bool Back, bool Anchored);

/// <summary>An expression as a list of steps.</summary>
internal sealed class EcmaProgram
{
    private readonly List<EcmaMachine> looks = [];

    /// <summary>The machine of each look-around, by its number; -1 if there is none yet.</summary>
    private readonly int[] numbers;

    internal EcmaProgram(string expression)
    {
        var parser = new EcmaParser(expression);
        EcmaNode node = parser.Parse();
        numbers = new int[parser.Looks];
        Array.Fill(numbers, -1);
        Sets = [.. parser.Sets];
        Groups = parser.Groups;
        Refers = parser.Refers;
        Whole = Machine(node, false, Refers);
        Looks = [.. looks];
    }

    internal EcmaSet[] Sets { get; }

    /// <summary>The look-arounds without captures, each behind those that are in it.</summary>
    internal EcmaMachine[] Looks { get; }

    internal EcmaMachine Whole { get; }

    /// <summary>Whether there are back-references.</summary>
    internal bool Refers { get; }

    internal int Groups { get; }

    internal int Loops { get; private set; }

    private EcmaMachine Machine(EcmaNode node, bool back, bool exact)
    {
        var steps = new List<EcmaStep>();
        Add(node, back, exact, steps);
        steps.Add(new(EcmaOp.Match));
        return new(steps.ToArray(), back, steps[0].Op == (back ? EcmaOp.End : EcmaOp.Start));
    }

    private void Add(EcmaNode node, bool back, bool exact, List<EcmaStep> steps)
    {
        switch (node)
        {
            case EcmaNode.Set set:
                steps.Add(new(back && exact ? EcmaOp.TakeBack : EcmaOp.Take, set.Index));
                break;
            case EcmaNode.Start:
                steps.Add(new(EcmaOp.Start));
                break;
            case EcmaNode.End:
                steps.Add(new(EcmaOp.End));
                break;
            case EcmaNode.Boundary boundary:
                steps.Add(new(EcmaOp.Boundary, 0, boundary.Negated ? 1 : 0));
                break;
            case EcmaNode.Reference reference:
                steps.Add(new(back ? EcmaOp.ReferBack : EcmaOp.Refer, reference.Index));
                break;
            case EcmaNode.Sequence sequence:
                for (int i = 0; i < sequence.Nodes.Count; i++)
                {
                    Add(sequence.Nodes[back ? sequence.Nodes.Count - 1 - i : i], back, exact, steps);
                }

                break;
            case EcmaNode.Alternation alternation:
                AddArms(alternation.Arms, back, exact, steps);
                break;
            case EcmaNode.Group group when !exact:
                Add(group.Body, back, exact, steps);
                break;
            case EcmaNode.Group group:
                steps.Add(new(EcmaOp.Open, group.Index));
                Add(group.Body, back, exact, steps);
                steps.Add(new(EcmaOp.Close, group.Index));
                break;
            case EcmaNode.Look look:
                AddLook(look, exact, steps);
                break;
            case EcmaNode.Repeat repeat:
                AddRounds(repeat, back, exact, steps);
                break;
        }
    }

    private void AddArms(List<EcmaNode> arms, bool back, bool exact, List<EcmaStep> steps)
    {
        var ends = new List<int>();
        for (int i = 0; i < arms.Count - 1; i++)
        {
            int split = Hole(steps);
            Add(arms[i], back, exact, steps);
            ends.Add(Hole(steps));
            steps[split] = new(EcmaOp.Split, split + 1, steps.Count);
        }

        Add(arms[^1], back, exact, steps);
        foreach (int end in ends)
        {
            steps[end] = new(EcmaOp.Jump, steps.Count);
        }
    }

    private void AddLook(EcmaNode.Look look, bool exact, List<EcmaStep> steps)
    {
        int negated = look.Negated ? 1 : 0;
        if (exact && look.Captures)
        {
            int start = Hole(steps);
            Add(look.Body, !look.Ahead, exact, steps);
            steps.Add(new(EcmaOp.LookEnd));
            steps[start] = new(EcmaOp.Look, steps.Count, negated);
            return;
        }

        // Written once, however often what it is in is repeated.
        if (numbers[look.Number] < 0)
        {
            looks.Add(Machine(look.Body, look.Ahead, false));
            numbers[look.Number] = looks.Count - 1;
        }

        steps.Add(new(EcmaOp.Holds, numbers[look.Number], negated));
    }

    private void AddRounds(EcmaNode.Repeat repeat, bool back, bool exact, List<EcmaStep> steps)
    {
        bool resets = exact && repeat.From < repeat.To;
        for (int i = 0; i < repeat.Least; i++)
        {
            int from = steps.Count;
            AddRound(repeat, -1, resets, back, exact, steps);
            if (steps.Count == from)
            {
                return;
            }
        }

        // A round that takes nothing ends the loop; one character is always something.
        int mark = exact && repeat.Body is not EcmaNode.Set ? Loops++ : -1;
        var splits = new List<int>();
        for (int i = 0; i < (repeat.Most - repeat.Least ?? 1); i++)
        {
            splits.Add(Hole(steps));
            AddRound(repeat, mark, resets, back, exact, steps);
        }

        if (repeat.Most is null)
        {
            steps.Add(new(EcmaOp.Jump, splits[0]));
        }

        foreach (int split in splits)
        {
            steps[split] = repeat.Greedy ? new(EcmaOp.Split, split + 1, steps.Count) : new(EcmaOp.Split, steps.Count, split + 1);
        }
    }

    private void AddRound(EcmaNode.Repeat repeat, int mark, bool resets, bool back, bool exact, List<EcmaStep> steps)
    {
        if (resets)
        {
            steps.Add(new(EcmaOp.Reset, repeat.From, repeat.To));
        }

        if (mark >= 0)
        {
            steps.Add(new(EcmaOp.Mark, mark));
        }

        Add(repeat.Body, back, exact, steps);
        if (mark >= 0)
        {
            steps.Add(new(EcmaOp.Progress, mark));
        }
    }

    /// <summary>A place for a step that is written later.</summary>
    private static int Hole(List<EcmaStep> steps)
    {
        steps.Add(default);
        return steps.Count - 1;
    }
}
