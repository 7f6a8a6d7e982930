using System.Collections.Generic;

namespace Contracts.Support;

/// <summary>A part of an expression of <see cref="EcmaMatcher"/>.</summary>
internal abstract record EcmaNode
{
    /// <summary>A character of a set.</summary>
    internal sealed record Set(int Index) : EcmaNode;

    internal sealed record Start : EcmaNode;

    internal sealed record End : EcmaNode;

    internal sealed record Boundary(bool Negated) : EcmaNode;

    internal sealed record Sequence(List<EcmaNode> Nodes) : EcmaNode;

    internal sealed record Alternation(List<EcmaNode> Arms) : EcmaNode;

    internal sealed record Group(int Index, EcmaNode Body) : EcmaNode;

    internal sealed record Reference(int Index) : EcmaNode;

    /// <param name="Number">Each has its own.</param>
    /// <param name="Ahead">Whether it looks ahead, or behind.</param>
    /// <param name="Negated">Whether it must not fit.</param>
    /// <param name="Captures">Whether there is a group or a reference in it.</param>
    /// <param name="Body">What it looks for.</param>
    internal sealed record Look(int Number, bool Ahead, bool Negated, bool Captures, EcmaNode Body) : EcmaNode;

    /// <param name="Least">At least so often.</param>
    /// <param name="Most">At most so often; null without end.</param>
    /// <param name="Greedy">Whether it tries more before fewer.</param>
    /// <param name="From">The first group in it.</param>
    /// <param name="To">The first group behind it.</param>
    /// <param name="Body">What is repeated.</param>
    internal sealed record Repeat(int Least, int? Most, bool Greedy, int From, int To, EcmaNode Body) : EcmaNode;
}
