using System;
using System.Collections.Generic;
using System.Globalization;

namespace Contracts.Support;

/// <summary>Reads an expression of <see cref="EcmaMatcher"/>, which the generator wrote.</summary>
internal sealed class EcmaParser(string expression)
{
    private readonly Dictionary<string, int> known = [];
    private int at;
    private int references;

    internal List<EcmaSet> Sets { get; } = [];

    internal int Groups { get; private set; }

    internal int Looks { get; private set; }

    /// <summary>Whether there are back-references.</summary>
    internal bool Refers => references > 0;

    internal EcmaNode Parse()
    {
        EcmaNode node = Alternation();
        return at == expression.Length ? node : throw Wrong();
    }

    private ArgumentException Wrong() => new($"No expression at {at}: {expression}");

    private bool Eat(string expected)
    {
        bool found = string.CompareOrdinal(expression, at, expected, 0, expected.Length) == 0;
        at += found ? expected.Length : 0;
        return found;
    }

    private EcmaNode Alternation()
    {
        EcmaNode first = Sequence();
        var arms = new List<EcmaNode> { first };
        while (Eat("|"))
        {
            arms.Add(Sequence());
        }

        return arms.Count == 1 ? first : new EcmaNode.Alternation(arms);
    }

    private EcmaNode Sequence()
    {
        var nodes = new List<EcmaNode>();
        while (at < expression.Length && expression[at] is not ('|' or ')'))
        {
            int from = Groups + 1;
            EcmaNode node = Atom();
            if (Quantifier(out int least, out int? most))
            {
                node = new EcmaNode.Repeat(least, most, !Eat("?"), from, Groups + 1, node);
            }

            nodes.Add(node);
        }

        return nodes.Count == 1 ? nodes[0] : new EcmaNode.Sequence(nodes);
    }

    private bool Quantifier(out int least, out int? most)
    {
        least = 0;
        most = null;
        if (Eat("*"))
        {
            return true;
        }

        if (Eat("+"))
        {
            least = 1;
            return true;
        }

        if (Eat("?"))
        {
            most = 1;
            return true;
        }

        if (!Eat("{"))
        {
            return false;
        }

        least = Number();
        if (!Eat(","))
        {
            most = least;
        }
        else if (!Eat("}"))
        {
            most = Number();
        }
        else
        {
            return true;
        }

        return Eat("}") ? true : throw Wrong();
    }

    private int Number()
    {
        int from = at;
        while (at < expression.Length && char.IsAsciiDigit(expression[at]))
        {
            at++;
        }

        return int.Parse(expression.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private EcmaNode Atom()
    {
        switch (expression[at])
        {
            case '^':
                at++;
                return new EcmaNode.Start();
            case '$':
                at++;
                return new EcmaNode.End();
            case '(':
                at++;
                return Group();
            case '[':
                return Class();
            case '\\' when expression[at + 1] is 'b' or 'B':
                at += 2;
                return new EcmaNode.Boundary(expression[at - 1] == 'B');
            case '\\' when expression[at + 1] is >= '1' and <= '9':
                at++;
                references++;
                return new EcmaNode.Reference(Number());
            default:
                int from = at;
                int c = Character();
                return Set(expression[from..at], [(c, c)], false);
        }
    }

    private EcmaNode Group()
    {
        int captures = Groups + references;
        if (Eat("?="))
        {
            return Look(true, false, captures);
        }

        if (Eat("?!"))
        {
            return Look(true, true, captures);
        }

        if (Eat("?<="))
        {
            return Look(false, false, captures);
        }

        if (Eat("?<!"))
        {
            return Look(false, true, captures);
        }

        if (Eat("?:"))
        {
            return Body();
        }

        int index = ++Groups;
        return new EcmaNode.Group(index, Body());
    }

    private EcmaNode.Look Look(bool ahead, bool negated, int captures)
    {
        EcmaNode body = Body();
        return new EcmaNode.Look(Looks++, ahead, negated, captures != Groups + references, body);
    }

    /// <summary>What is in a group, and its end.</summary>
    private EcmaNode Body()
    {
        EcmaNode body = Alternation();
        return Eat(")") ? body : throw Wrong();
    }

    private EcmaNode.Set Class()
    {
        int from = at++;
        bool negated = Eat("^");
        var ranges = new List<(int, int)>();
        while (!Eat("]"))
        {
            int first = Character();
            ranges.Add((first, Eat("-") ? Character() : first));
        }

        return Set(expression[from..at], ranges, negated);
    }

    /// <summary>One node for each set, however often it is written.</summary>
    private EcmaNode.Set Set(string written, List<(int First, int Last)> ranges, bool negated)
    {
        if (!known.TryGetValue(written, out int index))
        {
            index = Sets.Count;
            known.Add(written, index);
            Sets.Add(new EcmaSet(ranges, negated));
        }

        return new EcmaNode.Set(index);
    }

    /// <summary>A character, by itself or behind a backslash.</summary>
    private int Character()
    {
        if (Eat("\\u{"))
        {
            int end = expression.IndexOf('}', at);
            int point = int.Parse(expression.AsSpan(at, end - at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            at = end + 1;
            return point;
        }

        bool escaped = Eat("\\");
        int c = char.ConvertToUtf32(expression, at);
        at += c > 0xffff ? 2 : 1;
        return escaped ? c switch { 't' => '\t', 'n' => '\n', 'r' => '\r', _ => c } : c;
    }
}
