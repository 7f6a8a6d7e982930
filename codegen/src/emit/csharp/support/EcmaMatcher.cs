using System;

namespace Contracts.Support;

/// <summary>
/// An expression of ECMA-262 with look-around and back-references, on code points. The runtime of Rust runs the same
/// texts in the same way, step by step.
/// </summary>
/// <remarks>
/// Without back-references, where a look-around holds depends on nothing but the place. So that is found out first for
/// all places at once, and the whole takes time linear in the text. With back-references the ways are tried one
/// after the other, up to a number of steps.
/// </remarks>
internal sealed class EcmaMatcher(string expression)
{
    [ThreadStatic]
    private static Buffers? kept;

    private readonly EcmaProgram program = new(expression);

    /// <summary>Whether it matches somewhere in the text; null if that takes too many steps.</summary>
    internal bool? IsMatch(string text)
    {
        Buffers buffers = kept ?? new Buffers();
        kept = null;
        int width = (text.Length / 64) + 1;
        buffers.Prepare(program, width);
        for (int look = 0; look < program.Looks.Length; look++)
        {
            Run(program.Looks[look], text, buffers, look * width);
        }

        bool? found = program.Refers
            ? new EcmaSearch(program, text, buffers.Holds).Find()
            : Run(program.Whole, text, buffers, -1);
        kept = buffers.IsLarge ? null : buffers;
        return found;
    }

    /// <summary>The character at a place, or -1; and the place behind it.</summary>
    internal static int After(string text, int at, out int next)
    {
        next = at + 1;
        if (at >= text.Length)
        {
            return -1;
        }

        char c = text[at];
        if (char.IsHighSurrogate(c) && next < text.Length && char.IsLowSurrogate(text[next]))
        {
            return char.ConvertToUtf32(c, text[next++]);
        }

        return c;
    }

    /// <summary>The character before a place, or -1; and the place before it.</summary>
    internal static int Before(string text, int at, out int next)
    {
        next = at - 1;
        if (at == 0)
        {
            return -1;
        }

        char c = text[next];
        return char.IsLowSurrogate(c) && next > 0 && char.IsHighSurrogate(text[next - 1]) ? char.ConvertToUtf32(text[--next], c) : c;
    }

    /// <summary>Whether one side of a place is an ASCII word character and the other is not.</summary>
    internal static bool IsBoundary(string text, int at) =>
        (at > 0 && IsWord(text[at - 1])) != (at < text.Length && IsWord(text[at]));

    internal static bool Holds(ulong[] holds, int look, int width, int at) => ((holds[(look * width) + (at / 64)] >> (at & 63)) & 1) != 0;

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>Goes through the text once, with all the steps at which the machine may be.</summary>
    /// <param name="machine">What runs.</param>
    /// <param name="text">The text.</param>
    /// <param name="buffers">Buffers.</param>
    /// <param name="bits">Where to note the places at which it is through; if negative, the first ends it.</param>
    private bool Run(EcmaMachine machine, string text, Buffers buffers, int bits)
    {
        int at = machine.Back ? text.Length : 0;
        buffers.Open[0] = 0;
        buffers.OpenCount = 1;
        while (true)
        {
            if (Close(machine, text, at, buffers))
            {
                if (bits < 0)
                {
                    return true;
                }

                buffers.Holds[bits + (at / 64)] |= 1UL << (at & 63);
            }

            int c = machine.Back ? Before(text, at, out int next) : After(text, at, out next);
            if (c < 0)
            {
                return false;
            }

            for (int i = 0; i < buffers.WaitingCount; i++)
            {
                int step = buffers.Waiting[i];
                if (program.Sets[machine.Steps[step].First].Has(c))
                {
                    buffers.Open[buffers.OpenCount++] = step + 1;
                }
            }

            if (!machine.Anchored)
            {
                buffers.Open[buffers.OpenCount++] = 0;
            }
            else if (buffers.OpenCount == 0)
            {
                return false;
            }

            at = next;
        }
    }

    /// <summary>Follows the steps that take nothing; whether one of them is the end.</summary>
    private static bool Close(EcmaMachine machine, string text, int at, Buffers buffers)
    {
        bool matched = false;
        int round = buffers.NextRound();
        buffers.WaitingCount = 0;
        while (buffers.OpenCount > 0)
        {
            int next = buffers.Open[--buffers.OpenCount];
            while (next >= 0 && buffers.Seen[next] != round)
            {
                buffers.Seen[next] = round;
                EcmaStep step = machine.Steps[next];
                bool goesOn = false;
                switch (step.Op)
                {
                    case EcmaOp.Take:
                        buffers.Waiting[buffers.WaitingCount++] = next;
                        break;
                    case EcmaOp.Split:
                        buffers.Open[buffers.OpenCount++] = step.Second;
                        next = step.First - 1;
                        goesOn = true;
                        break;
                    case EcmaOp.Jump:
                        next = step.First - 1;
                        goesOn = true;
                        break;
                    case EcmaOp.Start:
                        goesOn = at == 0;
                        break;
                    case EcmaOp.End:
                        goesOn = at == text.Length;
                        break;
                    case EcmaOp.Boundary:
                        goesOn = IsBoundary(text, at) == (step.Second == 0);
                        break;
                    case EcmaOp.Holds:
                        goesOn = Holds(buffers.Holds, step.First, buffers.Width, at) == (step.Second == 0);
                        break;
                    case EcmaOp.Match:
                        matched = true;
                        break;
                }

                next = goesOn ? next + 1 : -1;
            }
        }

        return matched;
    }

    /// <summary>What a run needs, kept from one text to the next.</summary>
    private sealed class Buffers
    {
        // More than this is not kept.
        private const int Large = 1 << 16;

        private int round;

        /// <summary>Steps to go to at this place.</summary>
        internal int[] Open { get; private set; } = [];

        internal int OpenCount { get; set; }

        /// <summary>Steps that wait for a character.</summary>
        internal int[] Waiting { get; private set; } = [];

        internal int WaitingCount { get; set; }

        /// <summary>The round in which each step was last seen.</summary>
        internal int[] Seen { get; private set; } = [];

        /// <summary>A bit for each place of the text, for one look-around after the other.</summary>
        internal ulong[] Holds { get; private set; } = [];

        /// <summary>How many words of bits a look-around has.</summary>
        internal int Width { get; private set; }

        internal bool IsLarge => Holds.Length + Seen.Length > Large;

        internal void Prepare(EcmaProgram program, int width)
        {
            int most = program.Whole.Steps.Length;
            foreach (EcmaMachine look in program.Looks)
            {
                most = Math.Max(most, look.Steps.Length);
            }

            if (Seen.Length < most)
            {
                Open = new int[(2 * most) + 2];
                Waiting = new int[most];
                Seen = new int[most];
                round = 0;
            }

            Width = width;
            int words = width * program.Looks.Length;
            if (Holds.Length < words)
            {
                Holds = new ulong[words];
            }
            else
            {
                Array.Clear(Holds, 0, words);
            }
        }

        internal int NextRound()
        {
            if (round == int.MaxValue)
            {
                Array.Clear(Seen);
                round = 0;
            }

            return ++round;
        }
    }
}
