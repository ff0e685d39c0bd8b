package io.tallybook.api.flexprice.invoice.document;

import io.tallybook.api.flexprice.invoice.document.InvoiceDocument.Fact;
import io.tallybook.api.flexprice.invoice.document.InvoiceDocument.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Lays an invoice out on pages of A4; lines that do not fit go on overleaf. */
public final class InvoicePdf {
    private static final String FONT =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float LARGE = 20;
    private static final float NORMAL = 10;
    private static final float SMALL = 8;

    private InvoicePdf() {}

    public static byte[] of(InvoiceDocument invoice) {
        try (TrueTypeFont signs = signs();
                PDDocument pdf = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDFont font = PDType0Font.load(pdf, signs, true);
            pdf.getDocumentInformation().setTitle(invoice.heading());
            try (Sheet sheet = new Sheet(pdf, font)) {
                write(invoice, sheet);
            }
            Sheet.number(pdf, font, SMALL);
            pdf.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(InvoiceDocument invoice, Sheet sheet) throws IOException {
        sheet.left(invoice.heading(), LARGE);
        sheet.skip(LARGE);
        for (String line : invoice.seller()) {
            sheet.left(line, SMALL);
        }
        sheet.skip(NORMAL);
        for (String line : invoice.buyer()) {
            sheet.left(line, NORMAL);
        }
        sheet.skip(NORMAL);
        for (Fact fact : invoice.facts()) {
            sheet.pair(fact.name(), fact.value(), NORMAL);
        }
        if (invoice.note() != null) {
            sheet.skip(NORMAL);
            sheet.left(invoice.note(), NORMAL);
        }
        sheet.skip(LARGE);
        lines(invoice.columns(), invoice.lines(), sheet);
        sheet.rule();
        for (Fact sum : invoice.totals()) {
            sheet.sum(sum.name(), sum.value(), NORMAL);
        }
    }

    private static void lines(Line columns, List<Line> lines, Sheet sheet) throws IOException {
        sheet.row(columns.text(), columns.quantity(), columns.amount(), SMALL);
        sheet.rule();
        for (Line line : lines) {
            if (!sheet.hasRoom(NORMAL + SMALL + NORMAL)) {
                sheet.turn();
                sheet.row(columns.text(), columns.quantity(), columns.amount(), SMALL);
                sheet.rule();
            }
            sheet.row(line.text(), line.quantity(), line.amount(), NORMAL);
            sheet.left(line.beneath(), SMALL);
        }
    }

    // The font comes with the library, and is embedded: every reader sees the same. Signs that
    // stand for several others, and were looked for anew with every text, are left alone.
    private static TrueTypeFont signs() throws IOException {
        try (InputStream in = PDDocument.class.getResourceAsStream(FONT)) {
            TrueTypeFont signs =
                    new TTFParser()
                            .parse(new RandomAccessReadBuffer(Objects.requireNonNull(in, FONT)));
            signs.setEnableGsub(false);
            return signs;
        }
    }
}
