package io.tallybook.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .importPackages("io.tallybook");
    private static final JavaClasses PLANTED =
            new ClassFileImporter()
                    .withImportOption(location -> location.contains("/planted/"))
                    .importPackages("io.tallybook");

    @Test
    void everyRoomIsLookedAt() {
        assertThat(HOUSE.stream().map(c -> c.getPackageName().split("\\.")[2]).distinct())
                .contains(
                        "domain",
                        "core",
                        "command",
                        "sagas",
                        "query",
                        "ingestion",
                        "api",
                        "embedded",
                        "app");
    }

    @ParameterizedTest
    @EnumSource
    void theHouseKeepsTheRule(HouseRules rule) {
        rule.rule().check(HOUSE);
    }

    @ParameterizedTest
    @EnumSource
    void theRuleCatchesItsPlantedViolation(HouseRules rule) {
        assertThat(rule.rule().evaluate(PLANTED).getFailureReport().getDetails())
                .as("%s must catch %s", rule, rule.planted())
                .anyMatch(detail -> detail.contains(rule.planted()));
    }
}
