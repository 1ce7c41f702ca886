//! Spanish.

use std::sync::LazyLock;

use super::Numeral::{Alone, HalfOf, Plain, Scale};
use super::{
    ChangeWords, DateWords, Grammar, NameWords, NumeralWords, ObservationWords, Proposals, ShareWords, Splitting,
    UnitWords, WordIndex, WordTable,
};
use crate::words::Direction::{Down, Up};
use crate::words::money;
use crate::words::shares::Hedge::{About, AtLeast, AtMost, JustOver, JustUnder, Only, Over, Under};

/// Spanish.
#[derive(Debug)]
pub struct Spanish;

impl Grammar for Spanish {
    fn table(&self) -> &'static WordTable {
        &TABLE
    }

    fn index(&self) -> &'static WordIndex {
        static INDEX: LazyLock<WordIndex> = LazyLock::new(|| WordIndex::new(&TABLE));
        &INDEX
    }
}

#[rustfmt::skip] // read as lines
static TABLE: WordTable = WordTable {
    tag: "es",
    splitting: Splitting::Spaces,
    is_latin_foreign: false,
    numerals: NumeralWords {
        words: &[
            ("cero", Plain(0)), ("un", Plain(1)), ("uno", Plain(1)), ("una", Plain(1)), ("dos", Plain(2)), ("tres", Plain(3)),
            ("cuatro", Plain(4)), ("cinco", Plain(5)), ("seis", Plain(6)), ("siete", Plain(7)), ("ocho", Plain(8)),
            ("nueve", Plain(9)), ("diez", Plain(10)), ("once", Plain(11)), ("doce", Plain(12)), ("trece", Plain(13)),
            ("catorce", Plain(14)), ("quince", Plain(15)), ("dieciséis", Plain(16)), ("dieciseis", Plain(16)),
            ("diecisiete", Plain(17)), ("dieciocho", Plain(18)), ("diecinueve", Plain(19)), ("veinte", Plain(20)),
            ("veintiuno", Plain(21)), ("veintiún", Plain(21)), ("veintiun", Plain(21)), ("veintiuna", Plain(21)),
            ("veintidós", Plain(22)), ("veintidos", Plain(22)), ("veintitrés", Plain(23)), ("veintitres", Plain(23)),
            ("veinticuatro", Plain(24)), ("veinticinco", Plain(25)), ("veintiséis", Plain(26)), ("veintiseis", Plain(26)),
            ("veintisiete", Plain(27)), ("veintiocho", Plain(28)), ("veintinueve", Plain(29)), ("treinta", Plain(30)),
            ("cuarenta", Plain(40)), ("cincuenta", Plain(50)), ("sesenta", Plain(60)), ("setenta", Plain(70)),
            ("ochenta", Plain(80)), ("noventa", Plain(90)), ("cien", Plain(100)), ("ciento", Plain(100)),
            ("doscientos", Plain(200)), ("doscientas", Plain(200)), ("trescientos", Plain(300)), ("trescientas", Plain(300)),
            ("cuatrocientos", Plain(400)), ("cuatrocientas", Plain(400)), ("quinientos", Plain(500)),
            ("quinientas", Plain(500)), ("seiscientos", Plain(600)), ("seiscientas", Plain(600)),
            ("setecientos", Plain(700)), ("setecientas", Plain(700)), ("ochocientos", Plain(800)),
            ("ochocientas", Plain(800)), ("novecientos", Plain(900)), ("novecientas", Plain(900)), ("mil", Alone(3)),
            ("millón", Scale(6)), ("millon", Scale(6)), ("millones", Scale(6)), ("billón", Scale(12)),
            ("billones", Scale(12)), ("medio millón", HalfOf(6)),
        ],
        joints: &["y"],
        articles: &["un", "una"],
        ordinals: &[],
        idioms: &["mil y una", "mil y un"],
        minus: &[],
    },
    units: UnitWords {
        scales: &[
            ("mil", 3), ("millón", 6), ("millon", 6), ("millones", 6), ("mil millones", 9), ("millardo", 9), ("millardos", 9),
            ("billón", 12), ("billones", 12),
        ],
        point_groups: true,
        of: &["de"],
        classifiers: &[],
        percent: &["por ciento", "por cien"],
        percent_before: &[],
        points: &["puntos porcentuales", "punto porcentual"],
        counted: &[
            "personas", "niños", "niñas", "mujeres", "hombres", "adultos", "jóvenes", "hogares", "familias", "aldeas",
            "pueblos", "ciudades", "países", "usuarios", "usuarias", "suscriptores", "estudiantes", "alumnos", "alumnas",
            "docentes", "maestros", "maestras", "profesores", "escuelas", "pacientes", "clínicas", "hospitales",
            "trabajadores", "trabajadoras", "empleados", "empleadas", "agricultores", "refugiados", "ciudadanos",
            "residentes", "habitantes", "encuestados", "muertes", "muertos", "nacimientos", "empleos",
        ],
        one_counted: &[
            "persona", "niño", "niña", "mujer", "hombre", "adulto", "joven", "hogar", "familia", "aldea", "pueblo", "ciudad",
            "país", "usuario", "usuaria", "estudiante", "alumno", "alumna", "escuela", "docente", "maestro", "paciente",
            "trabajador", "agricultor", "encuestado", "habitante",
        ],
        measures: &[
            ("años", "years"), ("meses", "months"), ("semanas", "weeks"), ("días", "days"), ("horas", "hours"),
            ("minutos", "minutes"), ("segundos", "seconds"), ("kilómetros", "kilometres"), ("megabytes", "megabytes"),
            ("gigabytes", "gigabytes"), ("metros", ""), ("litros", ""), ("kilogramos", ""), ("kilos", ""), ("gramos", ""),
            ("toneladas", ""), ("hectáreas", ""), ("grados", ""),
        ],
        currencies: &[
            ("dólares", money::DOLLARS), ("libras", money::POUNDS), ("francos", money::FRANCS), ("rupias", money::RUPEES),
            ("coronas", money::CROWNS), ("dinares", money::DINARS), ("rublos", money::ROUBLES), ("yuanes", &["CNY"]),
            ("yenes", &["JPY"]), ("reales", &["BRL"]),
        ],
        ages: &["menores de", "mayores de", "menor de", "mayor de", "de menos de", "de más de"],
    },
    shares: ShareWords {
        fixed: &[
            ("la mitad", 1, 2), ("mitad", 1, 2), ("la tercera parte", 1, 3), ("la cuarta parte", 1, 4),
            ("la quinta parte", 1, 5), ("la décima parte", 1, 10), ("dos terceras partes", 2, 3),
            ("las dos terceras partes", 2, 3), ("tres cuartas partes", 3, 4), ("las tres cuartas partes", 3, 4),
        ],
        parts: &[
            ("tercio", "tercios", 3), ("cuarto", "cuartos", 4), ("quinto", "quintos", 5), ("sexto", "sextos", 6),
            ("séptimo", "séptimos", 7), ("octavo", "octavos", 8), ("noveno", "novenos", 9), ("décimo", "décimos", 10),
            ("tercera parte", "terceras partes", 3), ("cuarta parte", "cuartas partes", 4),
            ("quinta parte", "quintas partes", 5), ("décima parte", "décimas partes", 10),
        ],
        links: &["de cada", "por cada", "entre cada"],
        not_after: &["otra", "la otra", "primera", "la primera", "segunda", "la segunda", "a", "por", "y"],
        not_before: &[
            "hora", "horas", "tiempo", "año", "años", "mes", "meses", "siglo", "camino", "precio", "día", "noche", "final",
            "temporada", "árbol",
        ],
        of: &[
            "de los", "de las", "de la", "de lo", "del", "de nuestros", "de nuestras", "de sus", "de su", "de todos",
            "de todas", "de toda", "de todo", "de ellos", "de ellas", "de estos", "de estas", "de quienes",
        ],
        quantifiers: &[
            ("la mayoría", "majority"), ("una mayoría", "majority"), ("la gran mayoría", "vast majority"),
            ("una gran mayoría", "vast majority"), ("la inmensa mayoría", "vast majority"),
            ("la amplia mayoría", "vast majority"), ("una amplia mayoría", "vast majority"),
            ("una minoría", "minority"), ("una pequeña minoría", "small minority"), ("casi todos", "nearly all"),
            ("casi todas", "nearly all"), ("prácticamente todos", "nearly all"), ("prácticamente todas", "nearly all"),
            ("la práctica totalidad", "nearly all"), ("todos los", "all"), ("todas las", "all"), ("ninguno de", "none"),
            ("ninguna de", "none"),
        ],
        prepositions: &["en", "para", "por", "entre", "con", "según", "de", "desde", "a", "hasta"],
        articles: &["el", "la", "los", "las", "un"],
        hedges: &[
            ("poco más de", JustOver), ("poco más del", JustOver), ("un poco más de", JustOver),
            ("un poco más del", JustOver), ("algo más de", JustOver), ("algo más del", JustOver),
            ("ligeramente más de", JustOver), ("ligeramente más del", JustOver), ("poco menos de", JustUnder),
            ("poco menos del", JustUnder), ("un poco menos de", JustUnder), ("un poco menos del", JustUnder),
            ("algo menos de", JustUnder), ("algo menos del", JustUnder), ("casi", JustUnder), ("cerca de", JustUnder),
            ("cerca del", JustUnder), ("prácticamente", JustUnder), ("no más de", Only), ("no más del", Only),
            ("más de", Over), ("más del", Over), ("menos de", Under), ("menos del", Under), ("al menos", AtLeast),
            ("por lo menos", AtLeast), ("no menos de", AtLeast), ("como mínimo", AtLeast), ("como máximo", AtMost),
            ("a lo sumo", AtMost), ("hasta", AtMost), ("hasta un", AtMost), ("alrededor de", About),
            ("alrededor del", About), ("aproximadamente", About), ("unos", About), ("unas", About), ("en torno a", About),
            ("en torno al", About), ("solo", Only), ("sólo", Only), ("solamente", Only), ("únicamente", Only),
            ("apenas", Only), ("tan solo", Only), ("tan sólo", Only),
        ],
        hedges_of_shares: &[("no más de", AtMost), ("no más del", AtMost)],
        hedges_after: &[("aproximadamente", About), ("solamente", Only), ("como mínimo", AtLeast), ("como máximo", AtMost)],
    },
    changes: ChangeWords {
        falls: &[
            "cayó", "cayeron", "cae", "caen", "caído", "caída", "bajó", "bajaron", "baja", "bajan", "bajado", "descendió",
            "descendieron", "descenso", "disminuyó", "disminuyeron", "disminuye", "disminuido", "disminución", "redujo",
            "redujeron", "reducido", "reducción", "retrocedió", "retroceso", "perdió", "pérdida", "decreció",
        ],
        rises: &[
            "aumentó", "aumentaron", "aumenta", "aumentan", "aumentado", "aumento", "subió", "subieron", "sube", "suben",
            "subido", "subida", "creció", "crecieron", "crece", "crecen", "crecido", "crecimiento", "incrementó",
            "incrementaron", "incrementado", "incremento", "ganó", "elevó", "alza", "repuntó",
        ],
        by: &["", "un", "en", "en un", "de", "de un", "del"],
        far: &["en un"],
        adverbs: &["mente"],
        after: &[
            ("menos", Down), ("más bajo", Down), ("más baja", Down), ("inferior", Down), ("inferiores", Down),
            ("menor", Down), ("más", Up), ("más alto", Up), ("más alta", Up), ("superior", Up), ("superiores", Up),
            ("mayor", Up),
        ],
        followers: &["que", "a", "al", "en", "desde", "respecto", "con"],
    },
    dates: DateWords {
        months: &[
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre", "octubre",
            "noviembre", "diciembre",
        ],
        weekdays: &["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        of: &["de", "del"],
        before_years: &["año", "años"],
        after_years: &[],
        joints: &["y", "e", "o", "u", "a", "al", "hasta"],
        relative: &[
            "último", "últimos", "última", "últimas", "próximo", "próximos", "próxima", "próximas", "pasados", "pasadas",
        ],
        hours: &["h"],
        long_hours: &["horas", "hrs"],
        minutes: &[],
        at: &["las", "la"],
        hour_names: &[],
        half_days: &["de la mañana", "de la tarde", "de la noche"],
        ordinals: &["º", "ª", "er", "ro", "ra", "do", "da", "to", "ta", "mo", "ma", "vo", "va", "no", "na"],
    },
    names: NameWords {
        numbered: &[
            "artículo", "artículos", "página", "páginas", "pág", "págs", "capítulo", "capítulos", "sección", "secciones",
            "tabla", "tablas", "cuadro", "cuadros", "gráfico", "gráficos", "figura", "figuras", "anexo", "anexos",
            "apéndice", "párrafo", "párrafos", "inciso", "paso", "pasos", "sitio", "posición", "número", "números", "núm", "nota", "parte",
            "ejemplo", "ejercicio", "lección", "módulo", "nivel", "regla", "fase", "etapa", "episodio", "temporada",
            "categoría", "clase", "opción", "objetivo", "objetivos", "meta", "metas", "principio", "criterio", "línea",
            "tomo", "título", "libro", "columna", "sala", "edificio", "puerta", "código", "estado", "día", "semana",
            "sesión", "grupo", "calle", "resolución", "versión", "tema", "unidad", "pregunta", "volumen", "n",
        ],
        acts: &["ley", "leyes", "decreto", "decretos", "reglamento", "directiva", "orden", "ordenanza", "resolución"],
        calling: &[
            "teléfono", "teléfonos", "tel", "tfno", "llame", "llamar", "llama", "llamando", "marque", "marcar",
            "emergencia", "emergencias", "policía", "bomberos", "ambulancia",
        ],
        settings: &["valor", "valores", "defecto", "parámetro", "parámetros", "opción", "variable", "código", "identificador"],
        grammar: &[
            "de", "del", "la", "el", "los", "las", "lo", "un", "una", "y", "e", "o", "u", "a", "al", "en", "con", "sin",
            "para", "por", "que", "quien", "es", "son", "ha", "han", "fue", "fueron", "era", "eran", "se", "no", "su", "sus",
            "si", "como", "pero", "cuando", "donde", "desde", "hasta", "entre", "sobre", "según", "ante", "este", "esta",
            "estos", "estas", "ese", "esa", "más", "ya", "también", "puede", "debe", "hay", "está", "están", "antes",
            "después", "porque", "mientras",
        ],
    },
    observations: ObservationWords {
        counted: &[
            "personas", "niños", "niñas", "mujeres", "hombres", "adultos", "hogares", "familias", "aldeas", "pueblos",
            "ciudades", "países", "suscriptores", "alumnos", "docentes", "maestros", "escuelas", "pacientes", "hospitales",
            "agricultores", "refugiados", "ciudadanos", "residentes", "habitantes", "encuestados", "muertes", "nacimientos",
            "colaboradores", "contribuidores", "contribuciones", "descargas", "visitantes", "votos", "empresas",
            "organizaciones", "clientes", "desarrolladores", "ingenieros", "voluntarios", "participantes", "donantes",
            "empleados",
        ],
        counted_if_many: &[
            "usuarios", "estudiantes", "miembros", "proyectos", "sitios", "paquetes", "repositorios", "estrellas", "artículos",
        ],
        times: &["veces"],
        comparisons: &["más", "menos", "mejor", "mayor", "menor"],
        specifying: &[
            "límite", "límites", "máximo", "mínimo", "defecto", "debe", "deben", "debería", "puede", "pueden", "ejemplo",
            "ejemplos", "si", "valor", "valores", "parámetro", "parámetros", "opción", "opciones", "umbral", "siguiente",
            "siguientes", "supongamos", "ancho", "alto", "opacidad", "pantalla", "píxeles", "entre",
        ],
        picking: &["primeros", "primeras", "últimos", "últimas", "próximos", "próximas", "o"],
    },
    proposals: Proposals {
        plain: [
            "la mitad", "un tercio", "dos tercios", "un cuarto", "tres cuartos", "uno de cada cinco", "dos de cada cinco",
            "tres de cada cinco", "cuatro de cada cinco", "uno de cada diez", "tres de cada diez", "siete de cada diez",
            "nueve de cada diez", "uno de cada veinte", "uno de cada cincuenta", "uno de cada cien",
        ],
        over: "poco más de ",
        after_over: None,
        nearly: "casi ",
    },
};
