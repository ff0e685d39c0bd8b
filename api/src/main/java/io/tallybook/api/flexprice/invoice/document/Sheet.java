package io.tallybook.api.flexprice.invoice.document;

import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;

/** Pages that are written from top to bottom; all lengths are in points. */
final class Sheet implements AutoCloseable {
    private static final PDRectangle PAPER = PDRectangle.A4;
    private static final float MARGIN = 50;
    private static final float FOOT = 60;
    private static final float RIGHT = PAPER.getWidth() - MARGIN;
    private static final float QUANTITY = 400;
    private static final float VALUE = 150;
    private static final float SPACING = 1.4f;

    private final PDDocument pdf;
    private final Signs signs;
    private PDPageContentStream page;
    private float y;

    Sheet(PDDocument pdf, PDFont font) throws IOException {
        this.pdf = pdf;
        this.signs = new Signs(font);
        this.page = begun(pdf);
        this.y = PAPER.getHeight() - MARGIN;
    }

    private static PDPageContentStream begun(PDDocument pdf) throws IOException {
        PDPage fresh = new PDPage(PAPER);
        pdf.addPage(fresh);
        return new PDPageContentStream(pdf, fresh);
    }

    boolean hasRoom(float height) {
        return y - height * SPACING > FOOT;
    }

    /** Goes on overleaf. */
    void turn() throws IOException {
        page.close();
        page = begun(pdf);
        y = PAPER.getHeight() - MARGIN;
    }

    void skip(float height) {
        y -= height;
    }

    void left(String text, float size) throws IOException {
        down(size);
        write(fitting(text, size, RIGHT - MARGIN), MARGIN, size);
    }

    void pair(String name, String value, float size) throws IOException {
        down(size);
        write(fitting(name, size, VALUE - MARGIN), MARGIN, size);
        write(fitting(value, size, RIGHT - VALUE), VALUE, size);
    }

    void row(String text, String quantity, String amount, float size) throws IOException {
        down(size);
        float room =
                Math.min(QUANTITY - signs.width(quantity, size), RIGHT - signs.width(amount, size));
        write(fitting(text, size, room - MARGIN - size), MARGIN, size);
        write(quantity, QUANTITY - signs.width(quantity, size), size);
        write(amount, RIGHT - signs.width(amount, size), size);
    }

    void sum(String name, String amount, float size) throws IOException {
        down(size);
        String shown = fitting(name, size, QUANTITY - MARGIN);
        write(shown, QUANTITY - signs.width(shown, size), size);
        write(amount, RIGHT - signs.width(amount, size), size);
    }

    void rule() throws IOException {
        y -= 4;
        page.moveTo(MARGIN, y);
        page.lineTo(RIGHT, y);
        page.stroke();
    }

    private void down(float size) throws IOException {
        if (!hasRoom(size)) {
            turn();
        }
        y -= size * SPACING;
    }

    private void write(String text, float x, float size) throws IOException {
        write(page, signs.font(), signs.drawable(text), x, y, size);
    }

    private static void write(
            PDPageContentStream page, PDFont font, String text, float x, float y, float size)
            throws IOException {
        page.beginText();
        page.setFont(font, size);
        page.newLineAtOffset(x, y);
        page.showText(text);
        page.endText();
    }

    private String fitting(String text, float size, float room) {
        String shown = text;
        while (shown.length() > 1 && signs.width(shown, size) > room) {
            shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -2)) + "…";
        }
        return shown;
    }

    /** Says at the foot of each page which of how many it is. */
    static void number(PDDocument pdf, PDFont font, float size) throws IOException {
        int count = pdf.getNumberOfPages();
        for (int i = 0; i < count; i++) {
            try (var page =
                    new PDPageContentStream(pdf, pdf.getPage(i), AppendMode.APPEND, true, true)) {
                write(page, font, i + 1 + " / " + count, MARGIN, MARGIN - size, size);
            }
        }
    }

    @Override
    public void close() throws IOException {
        page.close();
    }
}
