"""A case inside an institution: what a town does with the words its people gave it."""

from .story import Line, Story

ARCHIVE = Story(
    title="Rendre compte de huit cents contributions sans les trahir",
    rough_title="Que faire des contributions",
    kind="project",
    told=(
        "La concertation sur les mobilités a rassemblé huit cents textes, de trois mots à quatre pages.",
        "On me demande une synthèse de deux pages pour le conseil de juin.",
        "Ma collègue propose de classer par thème, mon élu veut trois chiffres et une belle citation.",
        "Des habitants m’écrivent pour savoir si leur texte a été lu.",
        "Je les ai tous lus, mais je ne peux pas le prouver.",
    ),
    exchanges=(
        ("Qui a signé les contributions ?", "Un tiers avec un nom, le reste sans rien."),
        ("Qu’a-t-on annoncé sur la suite ?", "Une réponse à tous, sans dire laquelle ni quand."),
        ("Combien de temps peux-tu y passer ?", "Deux jours par semaine jusqu’à juin."),
        ("Y a-t-il des propositions contradictoires ?", "Beaucoup, surtout sur le centre-ville et les livraisons."),
        ("Qui d’autre a lu l’ensemble ?", "Personne. Mon élu en a lu vingt."),
        ("Sous quelle forme sont les textes ?", "Un tableau, et deux cents cartes manuscrites."),
        ("La décision du conseil est-elle déjà prise ?", "Sur la piste de la gare oui, sur le reste non."),
        ("Que ferait une synthèse trahie, à tes yeux ?", "Elle ferait croire à un accord."),
    ),
    rough_request="J’ai besoin d’une méthode de synthèse.",
    request="J’aimerais que le groupe m’aide à rendre compte des désaccords de façon honnête,"
    " en deux pages lisibles par un élu pressé.",
    suggestions={
        "idea": (
            "Écrire une page sur ce qui rassemble et une sur ce qui oppose, à parts égales.",
            "Afficher les huit cents textes une soirée, avec des gommettes pour les réponses données.",
            "Envoyer à chacun la ligne du compte rendu où son texte a compté.",
            "Faire relire le brouillon par dix contributeurs tirés au sort.",
            "Garder trois citations qui se contredisent plutôt qu’une belle.",
        ),
        "experience": (
            "Nous avions lissé les désaccords : la presse les a retrouvés en une heure.",
            "Un tableau à deux colonnes, « entendu » et « réponse », a suffi pour notre conseil.",
            "Lire vingt textes à voix haute en commission a changé le vote.",
        ),
        "resource": (
            "L’université d’à côté a un atelier d’analyse de textes, ouvert aux communes.",
            "Notre modèle de réponse aux contributeurs tient en cinq lignes.",
            "Le service des archives sait numériser les cartes en une semaine.",
        ),
        "question": (
            "À qui dois-tu d’abord des comptes ?",
            "Quel désaccord serait utile au conseil, s’il le voyait bien ?",
            "Que faut-il dire tout de suite sur la piste de la gare ?",
        ),
        "impression": (
            "Tu as l’air d’être la seule mémoire de cette concertation.",
            "J’entends une inquiétude de loyauté, plus que de méthode.",
        ),
        "metaphor": (
            "Une carte utile montre aussi les falaises.",
            "Tu tiens huit cents fils, on te demande un ruban.",
        ),
        "help": (
            "Je viens lire une journée avec toi, deux regards valent mieux.",
            "Je peux présenter la méthode à ton élu, entre pairs.",
        ),
    },
    plan=(
        Line(
            "Faire relire le brouillon par dix contributeurs",
            "Tirer dix noms",
            "le 15 mai",
            "Karim anime la relecture",
            "dire qu’on ne réécrira pas tout",
        ),
        Line(
            "Présenter accords et désaccords à parts égales",
            "Choisir les trois désaccords utiles",
            "fin avril",
            "ma collègue",
            "ne pas classer par nombre",
        ),
        Line("Répondre aux deux cent soixante signataires", "Écrire la réponse en cinq lignes", "avant le conseil"),
    ),
    learnings=(
        "Rendre compte n’est pas résumer.",
        "Un désaccord bien dit est un service rendu à ceux qui décident.",
        "Je demanderai la suite prévue avant d’ouvrir une concertation.",
        "Deux lecteurs valent mieux qu’un logiciel.",
    ),
)
