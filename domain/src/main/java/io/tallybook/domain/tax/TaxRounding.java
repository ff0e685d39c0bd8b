package io.tallybook.domain.tax;

/** Where the taxes of an invoice are rounded to the currency's minor units. */
public enum TaxRounding {
    /** Each tax for itself; the invoice's tax is their sum. */
    EACH_TAX,
    /** The sum of all unrounded; the taxes then share it, largest remainders first. */
    WHOLE_INVOICE
}
